import { type CSSProperties, useMemo } from 'react';
import type { Cell } from '../../spec/cells.ts';
import type { Report } from '../../spec/report.ts';
import type { Outcome } from '../../spec/summary.ts';
import { fateOf, isOwn, pictureKey } from '../../store/choices.ts';
import { specOf } from '../../store/derived.ts';
import { attackIdentity } from '../chart/identity.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { distanceText } from './distanceText.ts';
import { FateMark } from './FateMark.tsx';
import { Pixels } from './Pixels.tsx';
import { amplification, drawPerturbation } from './perturbation.ts';
import { reportClassNames } from './reportClassNames.ts';

interface TripletProps {
  readonly report: Report;
  readonly cell: Cell;
  readonly outcome: Outcome;
}

/** Clean + perturbation = adversarial, with what the model answers. */
export function Triplet({ report, cell, outcome }: TripletProps) {
  const voice = useVoice();
  const { say } = voice;
  const { inspect } = useActions();
  const names = reportClassNames(report, voice);
  const before = names[outcome.clean] ?? String(outcome.clean);
  const after = names[outcome.adversarial] ?? String(outcome.adversarial);
  const fate = fateOf(outcome);
  const changed = outcome.adversarial !== outcome.clean;
  const color = changed ? attackIdentity(cell.attack, cell).color : undefined;
  return (
    <li>
      <button type="button" className="trip" onClick={() => inspect(outcome.image)}>
        <span className="sr">{say('gallery.open')}</span>
        <span className="hd">
          <span className="num">{say('gallery.number', { image: outcome.image })}</span>
          <FateMark fate={fate} />
        </span>
        <Images report={report} cell={cell} outcome={outcome} />
        <span className="ds">
          <Answer name={before} confidence={outcome.cleanConfidence} />
          <i>{say('gallery.plus')}</i>
          <Distance report={report} cell={cell} outcome={outcome} />
          <i>{say('gallery.equals')}</i>
          <Answer name={after} confidence={outcome.adversarialConfidence} color={color} />
        </span>
      </button>
    </li>
  );
}

function Images({ report, cell, outcome: { image, label } }: TripletProps) {
  const { say } = useVoice();
  const picture = useLab(({ gallery }) => gallery.pictures.get(pictureKey(report, cell, image)));
  const times = useTimes(report, cell);
  const delta = useMemo(() => picture && drawPerturbation(picture.clean, picture.adversarial, times), [picture, times]);
  if (!picture || !delta) return <span className="im">{blanks}</span>;
  const { shape } = picture;
  return (
    <span className="im">
      <Pixels pixels={picture.clean} shape={shape} label={say('picture.clean', { image, label })} />
      <span>{say('gallery.plus')}</span>
      <Pixels pixels={delta} shape={shape} label={say('picture.delta', { image, times })} />
      <span>{say('gallery.equals')}</span>
      <Pixels pixels={picture.adversarial} shape={shape} label={say('picture.adversarial', { image })} />
    </span>
  );
}

const blanks = [0, 1, 2, 3, 4].map((i) => <span key={i} className={i % 2 === 0 ? 'pixels' : undefined} />);

export const useTimes = (report: Report, cell: Cell): number => {
  if (isOwn(cell)) return 1; // what is changed there is changed as far as it can be
  const { epsilon: budget } = cell;
  const { norm, epsilons } = specOf(report);
  const epsilon = budget ?? epsilons.at(-1)!; // a spec has at least one
  return amplification(
    norm,
    epsilon,
    (report.setting?.shape ?? [28, 28, 1]).reduce((a, b) => a * b),
  );
};

function Distance({ report, cell, outcome }: TripletProps) {
  const voice = useVoice();
  const times = useTimes(report, cell);
  return (
    <span className="muted">
      {voice.say('gallery.delta', { times })}
      <br />
      <span className="num">{distanceText(voice, specOf(report).norm, outcome.distance)}</span>
    </span>
  );
}

interface AnswerProps {
  readonly name: string;
  readonly confidence: number;
  readonly color?: string | undefined;
}

function Answer({ name, confidence, color }: AnswerProps) {
  const { percent } = useVoice();
  const bar = { '--p': 100 * confidence, '--c': color } as CSSProperties; // React types know no custom properties
  return (
    <span>
      <b>{name}</b>
      <span className="num">{percent(confidence)}</span>
      <span className="pbar" style={bar}>
        <i />
      </span>
    </span>
  );
}
