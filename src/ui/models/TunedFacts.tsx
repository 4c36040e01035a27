import { formatEpsilon } from '../../core/epsilon.ts';
import type { Rate } from '../../core/stats.ts';
import type { Tuned } from '../../spec/own.ts';
import { type MethodCard, methodCards } from '../../training/methods.catalog.ts';
import { useVoice } from '../lab.tsx';

/** What training made of a model of the reader's: the same held-out images before and after. */
export function TunedFacts({ tuned }: { readonly tuned: Tuned }) {
  const { say, card, count } = useVoice();
  const { from, method, epsilon, images, epochs, before, after } = tuned;
  const cards: Readonly<Record<string, MethodCard | undefined>> = methodCards; // an older card may name another
  const title = card(`methods.${method}.title`, cards[method]?.title ?? method);
  const facts = { from: from.name, method: title, images: count(images), epochs };
  return (
    <>
      <p className="small">{say('models.tuned', facts)}</p>
      <BeforeAfter what={say('models.tunedClean')} before={before.accuracy} after={after.accuracy} />
      {before.robust && after.robust && epsilon !== undefined && (
        <BeforeAfter
          what={say('models.tunedRobust', { epsilon: formatEpsilon(epsilon) })}
          before={before.robust}
          after={after.robust}
        />
      )}
    </>
  );
}

interface BeforeAfterProps {
  readonly what: string;
  readonly before: Rate;
  readonly after: Rate;
}

function BeforeAfter({ what, before, after }: BeforeAfterProps) {
  const { say, percent } = useVoice();
  const values = { what, before: percent(before.value), after: percent(after.value), n: after.n };
  return <p className="small num">{say('models.tunedAt', values)}</p>;
}
