import type { TrainingState } from '../../store/training.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { FailureCause } from '../parts/FailureCause.tsx';
import { FailureText } from '../parts/FailureText.tsx';
import { Finding } from '../parts/Finding.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Note } from '../parts/Note.tsx';
import { AccuracyFigure, LossFigure } from './CourseFigures.tsx';
import { MethodNotes } from './MethodNotes.tsx';
import { ProgressNumbers } from './ProgressNumbers.tsx';
import { TrainedModels } from './TrainedModels.tsx';
import { TrainingBar } from './TrainingBar.tsx';
import { trainingFindingText } from './trainingFindingText.ts';

/** The result column: finding, where the run is, curves, what was kept. */
export function TrainResults() {
  const training = useLab((state) => state.training);
  return (
    <div className="stack train">
      <Heading training={training} />
      {training.kind === 'running' && <TrainingBar training={training} />}
      <Ended training={training} />
      {training.kind !== 'idle' && <Unsaved training={training} />}
      {training.kind !== 'idle' && <ProgressNumbers course={training.course} />}
      <MethodNotes />
      {training.kind !== 'idle' && (
        <div className="cols-2">
          <AccuracyFigure course={training.course} />
          <LossFigure course={training.course} />
        </div>
      )}
      <TrainedModels />
    </div>
  );
}

function Heading({ training }: { readonly training: TrainingState }) {
  const voice = useVoice();
  const text = trainingFindingText(voice, training);
  return (
    <Finding
      kicker={training.kind === 'idle' ? voice.say('train.kicker') : training.course.recipe.id}
      text={text}
      spoken={training.kind === 'running' ? '' : text}
    />
  );
}

/** How a run ended that did not come to its end, and the ways on. */
function Ended({ training }: { readonly training: TrainingState }) {
  const { say } = useVoice();
  const { resumeTraining, forgetTraining } = useActions();
  if (training.kind !== 'stopped' && training.kind !== 'failed') return null;
  const { saved } = training.course;
  return (
    <Note tone={training.kind === 'failed' ? 'danger' : 'info'} urgent={training.kind === 'failed'}>
      {training.kind === 'failed' && <Failed training={training} />}
      <p>{saved.kind === 'saved' ? say('train.stoppedAt', { epoch: saved.epoch }) : say('train.stoppedEmpty')}</p>
      <p className="btns">
        {saved.kind === 'saved' && <LinkButton onPress={() => void resumeTraining()}>{say('train.resume')}</LinkButton>}
        <LinkButton onPress={() => void forgetTraining()}>{say('train.forget')}</LinkButton>
      </p>
    </Note>
  );
}

function Failed({ training: { failure } }: { readonly training: Extract<TrainingState, { kind: 'failed' }> }) {
  const { say } = useVoice();
  if (failure.code !== 'param') return <FailureText failure={failure} />;
  return (
    <>
      <p>
        <b>{say('train.diverged')}</b>
      </p>
      <p>{say('train.divergedRemedy')}</p>
      <FailureCause failure={failure} />
    </>
  );
}

/** A run goes on without its checkpoints, but whoever closes the tab must know. */
function Unsaved({ training }: { readonly training: Exclude<TrainingState, { kind: 'idle' }> }) {
  const { say } = useVoice();
  const { saved } = training.course;
  if (saved.kind !== 'unsaved') return null;
  return (
    <Note tone="caution" urgent>
      <p>{say('train.unsaved')}</p>
      <FailureCause failure={saved.failure} />
    </Note>
  );
}
