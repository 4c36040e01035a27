import type { SheetProps } from './Sheet.tsx';

/** Whom the card is about, when and with what it was measured, and what it is not. */
export function SheetHead({ card, voice }: SheetProps) {
  const { say, model, dataset, defense, count } = voice;
  const main = card.sources[0]!; // a card has one
  const subject = {
    data: dataset(card.data.id),
    classes: card.model.classNames.length,
    defense: defense(card.defense),
  };
  return (
    <header className="sheet-head">
      <div>
        <p className="kicker">{say('rc.kicker')}</p>
        <h1>{model(card.model.id)}</h1>
        <p className="muted">{say('rc.subject', subject)}</p>
        <p className="standing">{say('rc.notice')}</p>
      </div>
      <dl>
        <dt>{say('rc.measured')}</dt>
        <dd>{main.startedAt?.slice(0, 10) ?? say('rc.unknownDate')}</dd>
        <dt>{say('rc.made')}</dt>
        <dd>{card.madeAt.slice(0, 10)}</dd>
        <dt>{say('rc.images')}</dt>
        <dd>{count(card.clean.n)}</dd>
        <dt>{say('rc.backend')}</dt>
        <dd>
          {main.backend} ({main.adapter})
        </dd>
        <dt>{say('rc.version')}</dt>
        <dd>{card.lab}</dd>
        <dt>{say('rc.weights')}</dt>
        <dd className="mono">{say('rc.hash', { id: card.model.id, hash: card.model.sha256.slice(0, 10) })}</dd>
        <dt>{say('rc.set')}</dt>
        <dd className="mono">{say('rc.hash', { id: card.data.id, hash: card.data.sha256.slice(0, 10) })}</dd>
      </dl>
    </header>
  );
}
