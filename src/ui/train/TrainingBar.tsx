import { Button } from 'react-aria-components';
import type { TrainingState } from '../../store/training.ts';
import { useActions, useVoice } from '../lab.tsx';
import { CrossIcon, PauseIcon, PlayIcon } from '../parts/icons.tsx';
import { ProgressBar } from '../parts/ProgressBar.tsx';
import { Key } from '../setup/RunControls.tsx';

type Running = Extract<TrainingState, { kind: 'running' }>;

/** Where the run is, how long it will take, and its buttons. */
export function TrainingBar({ training }: { readonly training: Running }) {
  const { say, count, duration } = useVoice();
  const { latest, totalEpochs, epochs } = training.course;
  const done = latest ? latest.epoch - 1 + latest.step / latest.steps : epochs.length;
  const total = totalEpochs ?? training.course.recipe.epochs;
  const percent = (100 * done) / total;
  const at = { epoch: Math.min(total, Math.floor(done) + 1), epochs: total };
  const what = training.paused ? say('train.paused', at) : latest ? say('train.epoch', at) : say('train.preparing');
  const left =
    latest && Number.isFinite(latest.secondsLeft)
      ? say('train.left', { time: duration(latest.secondsLeft), speed: count(latest.imagesPerSecond) })
      : say('run.leftUnknown');
  return (
    <section className="fig">
      <div className="fig-body runbar">
        <div>
          <p className="what num">{what}</p>
          <p className="small muted num">{left}</p>
        </div>
        <Buttons training={training} />
        <ProgressBar label={say('nav.train')} percent={percent} text={`${what}. ${left}`} />
        <p className="small muted">{say('train.keepOpen')}</p>
        <p className="small muted num right">{say('run.percent', { percent: Math.floor(percent) })}</p>
      </div>
    </section>
  );
}

function Buttons({ training: { paused, course } }: { readonly training: Running }) {
  const { say } = useVoice();
  const { pauseTraining, stopTraining } = useActions();
  return (
    <div className="btns">
      <Button className="btn" onPress={() => pauseTraining(!paused)}>
        {paused ? <PlayIcon /> : <PauseIcon />}
        {say(paused ? 'train.continue' : 'train.pause')}
        <Key name="P" />
      </Button>
      <Button className="btn" onPress={stopTraining}>
        <CrossIcon />
        {course.best === undefined ? say('train.stop') : say('train.stopKeep', { epoch: course.best })}
        <Key name={say('key.escape')} />
      </Button>
    </div>
  );
}
