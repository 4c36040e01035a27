import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { ModelCard } from '../../classifiers/card.ts';
import { modelCards } from '../../classifiers/catalog.ts';
import { wilson } from '../../core/stats.ts';
import { modelIn } from '../../store/draft.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { IntervalBar } from '../results/IntervalBar.tsx';
import { InUse } from './InUse.tsx';
import { ModelDialog } from './ModelDialog.tsx';
import { shapeText } from './shapeText.ts';

/** A card for each model of the lab. */
export function ShippedModels() {
  const { say } = useVoice();
  const [shown, setShown] = useState<ModelCard>();
  return (
    <section>
      <h2>{say('models.shipped')}</h2>
      <div className="cards">
        {Object.values<ModelCard>(modelCards).map((card) => (
          <CardView key={card.id} card={card} onOpen={() => setShown(card)} />
        ))}
      </div>
      {shown && <ModelDialog card={shown} onClose={() => setShown(undefined)} />}
    </section>
  );
}

function CardView({ card, onOpen }: { readonly card: ModelCard; readonly onOpen: () => void }) {
  const voice = useVoice();
  const { say, count, model } = voice;
  const { takeModel } = useActions();
  const used = useLab(({ draft }) => modelIn(draft) === card.id);
  const facts = {
    parameters: count(card.parameters),
    classes: card.classNames.length,
    shape: shapeText(card.inputShape),
  };
  return (
    <article className={used ? 'card on' : 'card'}>
      <h3>{model(card.id)}</h3>
      <p className="small muted">{voice.card(`models.${card.id}.summary`, card.summary)}</p>
      <p className="tiny muted">{say('models.facts', facts)}</p>
      <div className="two">
        <Measure label={say('models.clean')} share={card.accuracy} />
        {card.robust && (
          <Measure label={say('models.robust', { eps: card.robust.spec.eps ?? '' })} share={card.robust} />
        )}
      </div>
      <div className="ft">
        {used ? (
          <InUse />
        ) : (
          <Button className="btn" onPress={() => takeModel(card.id)}>
            {say('models.use')}
          </Button>
        )}
        <LinkButton onPress={onOpen}>{say('models.card')}</LinkButton>
      </div>
    </article>
  );
}

interface MeasureProps {
  readonly label: string;
  readonly share: { readonly count: number; readonly n: number };
}

function Measure({ label, share }: MeasureProps) {
  const { percent, interval, say, count } = useVoice();
  const rate = wilson(share.count, share.n);
  return (
    <div>
      <p className="tiny muted">{label}</p>
      <p className="num">
        <b>{percent(rate.value)}</b> <span className="ci">{interval(rate)}</span>
      </p>
      <IntervalBar rate={rate} />
      <p className="tiny muted">{say('models.n', { n: count(share.n) })}</p>
    </div>
  );
}
