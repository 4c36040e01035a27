import { lengthOf } from '../../core/length.ts';
import { norms } from '../../core/threat.ts';
import type { Examined } from '../../store/specimen.ts';
import { largestAt } from '../../store/specimenFinding.ts';
import { attackIdentity } from '../chart/identity.ts';
import { Pixels } from '../gallery/Pixels.tsx';
import { useVoice } from '../lab.tsx';
import { Slider, Ticks } from '../parts/Slider.tsx';
import { budgetText } from './budgetText.ts';
import { classNamesOf } from './classNames.ts';
import { TopBars } from './TopBars.tsx';

export const mostTimes = 64; // amplifies the perturbation at most

interface SideBySideProps {
  readonly shown: Examined;
  /** The perturbation as it is drawn. */
  readonly delta: Float32Array;
  readonly times: number;
  readonly onTimes: (times: number) => void;
}

export function SideBySide({ shown, delta, times, onTimes }: SideBySideProps) {
  const voice = useVoice();
  const { say } = voice;
  const { picture, spec, cell } = shown;
  const { shape, image, cleanProbabilities: before, adversarialProbabilities: after } = picture;
  const names = classNamesOf(spec.model, before.length, voice);
  const predicted = (probabilities: Float32Array) =>
    say('single.predicted', { answer: names[largestAt(probabilities)] ?? largestAt(probabilities) });
  const changed = largestAt(before) !== largestAt(after);
  const color = changed ? attackIdentity(cell.attack, cell).color : undefined;
  const label = names[picture.label] ?? picture.label;
  return (
    <div className="pics">
      <figure className="pic">
        <Caption title={say('inspect.clean')} about={predicted(before)} />
        <Pixels pixels={picture.clean} shape={shape} label={say('picture.clean', { image, label })} />
        <TopBars probabilities={before} names={names} />
      </figure>
      <Operator text={say('gallery.plus')} />
      <figure className="pic">
        <Caption title={say('single.delta')} about={say('single.drawn', { times })} />
        <Pixels pixels={delta} shape={shape} label={say('picture.delta', { image, times })} />
        <Amplifier times={times} onTimes={onTimes} />
        <Distances shown={shown} />
      </figure>
      <Operator text={say('gallery.equals')} />
      <figure className="pic">
        <Caption title={say('inspect.adversarial')} about={predicted(after)} />
        <Pixels pixels={picture.adversarial} shape={shape} label={say('picture.adversarial', { image })} />
        <TopBars probabilities={after} names={names} color={color} />
      </figure>
    </div>
  );
}

const Caption = ({ title, about }: { readonly title: string; readonly about: string }) => (
  <figcaption>
    <b>{title}</b>
    <span className="muted">{about}</span>
  </figcaption>
);

const Operator = ({ text }: { readonly text: string }) => (
  <span className="op" aria-hidden="true">
    {text}
  </span>
);

const doublings = Math.log2(mostTimes);
const ticks = [1, 4, 16, 64].map((times) => ({ at: (100 * Math.log2(times)) / doublings, text: `× ${times}` }));

function Amplifier({ times, onTimes }: Pick<SideBySideProps, 'times' | 'onTimes'>) {
  const { say } = useVoice();
  return (
    <div className="field">
      <div className="lab">
        <span>{say('single.amplify')}</span>
        <span className="v num">
          <b>{say('single.times', { times })}</b>
        </span>
      </div>
      <Slider
        label={say('single.amplify')}
        valueText={say('single.times', { times })}
        min={0}
        max={doublings}
        step="any"
        value={Math.log2(times)}
        onChange={(at) => onTimes(Math.round(2 ** at))}
        onStep={(direction) => onTimes(Math.max(1, Math.min(mostTimes, times + direction)))}
      />
      <Ticks ticks={ticks} />
    </div>
  );
}

/** How far apart the two images are, in every norm. */
function Distances({ shown: { picture, spec } }: { readonly shown: Examined }) {
  const { say, option, count } = useVoice();
  const delta = picture.adversarial.map((value, i) => value - picture.clean[i]!);
  const changed = delta.reduce((sum, value) => sum + Number(value !== 0), 0);
  return (
    <dl className="kv num">
      {norms.map((norm) => (
        <DistanceRow key={norm} name={option('norm', norm)} on={norm === spec.norm}>
          {budgetText(norm, lengthOf(norm, delta))}
        </DistanceRow>
      ))}
      <DistanceRow name={say(picture.shape[2] === 1 ? 'single.pixelsChanged' : 'single.valuesChanged')}>
        {say('single.ofAll', { changed: count(changed), all: count(delta.length) })}
      </DistanceRow>
    </dl>
  );
}

interface DistanceRowProps {
  readonly name: string;
  /** The norm of the threat. */
  readonly on?: boolean;
  readonly children: string;
}

const DistanceRow = ({ name, on = false, children }: DistanceRowProps) => (
  <>
    <dt>{name}</dt>
    <dd>{on ? <b>{children}</b> : children}</dd>
  </>
);
