import { Button } from 'react-aria-components';
import { wilson } from '../../core/stats.ts';
import type { Landscape } from '../../spec/landscape.ts';
import { globalParams } from '../../spec/specParams.ts';
import type { Examined } from '../../store/specimen.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { Note } from '../parts/Note.tsx';
import { budgetText } from './budgetText.ts';

interface ReadingGuideProps {
  readonly shown: Examined;
  readonly landscape: Landscape;
}

/** What the landscape says in words and numbers, and where to go from here. */
export function ReadingGuide({ shown, landscape }: ReadingGuideProps) {
  const voice = useVoice();
  const { say, count } = voice;
  const { spec, cell, picture } = shown;
  const values = { attack: voice.attackOf(spec, cell.attack) };
  return (
    <Figure title={say('land.how')}>
      <div className="stack prose">
        <p>{say(landscape.directed ? 'land.howDirections' : 'land.howRandom', values)}</p>
        <p>{say('land.howBall')}</p>
        <Comparison shown={shown} landscape={landscape} />
        <Note tone="info">{say('land.twoOfMany', { dimensions: count(picture.clean.length) })}</Note>
        <Ways shown={shown} />
      </div>
    </Figure>
  );
}

/** The attack's direction beside random noise of the same size. */
function Comparison({ shown: { spec }, landscape }: ReadingGuideProps) {
  const { say, interval, count } = useVoice();
  const { noise, flipsAt, radius, reach, directed } = landscape;
  const size = budgetText(spec.norm, radius);
  return (
    <dl className="kv">
      {directed && (
        <>
          <dt>{say('land.flipsAt')}</dt>
          <dd>
            {flipsAt === null ? (
              say('land.noFlip', { reach: budgetText(spec.norm, reach) })
            ) : (
              <b className="num">{budgetText(spec.norm, flipsAt)}</b>
            )}
          </dd>
        </>
      )}
      <dt>{say('land.noise', { size })}</dt>
      <dd>
        {say('land.noiseValue', {
          flips: count(noise.flips),
          draws: count(noise.draws),
          interval: interval(wilson(noise.flips, noise.draws)),
        })}
      </dd>
    </dl>
  );
}

function Ways({ shown: { spec, cell } }: Pick<ReadingGuideProps, 'shown'>) {
  const { say, count } = useVoice();
  const { measureSpecimen, editSpecimen } = useActions();
  const typed = useLab((state) => Number(state.draft.count ?? globalParams.count.default));
  const n = Number.isInteger(typed) && typed > 0 ? typed : globalParams.count.default;
  const unaware = cell.defense !== 'none' && spec.adaptive === 'no';
  return (
    <div className="btns">
      {unaware && (
        <Button className="btn" onPress={() => editSpecimen('adaptive', undefined)}>
          {say('single.tryAdaptive')}
        </Button>
      )}
      <Button className="btn" onPress={() => measureSpecimen(n)}>
        {say('single.measure', { n: count(n) })}
      </Button>
    </div>
  );
}
