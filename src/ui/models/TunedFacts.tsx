import { formatEpsilon } from '../../core/epsilon.ts';
import type { Rate } from '../../core/stats.ts';
import type { Tuned } from '../../spec/own.ts';
import { type MethodCard, methodCards } from '../../training/methods.catalog.ts';
import { useVoice } from '../lab.tsx';

/** What training made: the same held-out images before, where it began with a model, and after. */
export function TunedFacts({ tuned }: { readonly tuned: Tuned }) {
  const { say, card, count } = useVoice();
  const { from, method, epsilon, images, epochs, before, after } = tuned;
  const cards: Readonly<Record<string, MethodCard | undefined>> = methodCards; // an older card may name another
  const title = card(`methods.${method}.title`, cards[method]?.title ?? method);
  const attacked = epsilon === undefined ? '' : say('models.tunedRobust', { epsilon: formatEpsilon(epsilon) });
  return (
    <>
      <p className="small">
        {say('models.tuned', {
          from: from ? card(`models.${from.source}.title`, from.name) : say('models.tunedNew'),
          method: title,
          images: count(images),
          epochs,
        })}
      </p>
      <table className="tuned">
        <thead>
          <tr>
            <th scope="col">{say('models.tunedOn')}</th>
            {before && <th scope="col">{say('models.before')}</th>}
            <th scope="col">{say('models.after')}</th>
          </tr>
        </thead>
        <tbody>
          <Row what={say('models.tunedClean')} before={before?.accuracy} after={after.accuracy} />
          {after.robust && <Row what={attacked} before={before?.robust} after={after.robust} />}
        </tbody>
      </table>
    </>
  );
}

interface RowProps {
  readonly what: string;
  readonly before: Rate | undefined;
  readonly after: Rate;
}

function Row({ what, before, after }: RowProps) {
  const { percent, count, say } = useVoice();
  return (
    <tr>
      <th scope="row">
        {what} <span className="ci">{say('models.tunedCount', { n: count(after.n) })}</span>
      </th>
      {before && <td className="num">{percent(before.value)}</td>}
      <td className="num">
        <b>{percent(after.value)}</b>
      </td>
    </tr>
  );
}
