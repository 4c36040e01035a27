import { Button } from 'react-aria-components';
import { thresholdExperiment } from '../../store/thresholds.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { PlayIcon } from '../parts/icons.tsx';

/** Stands where numbers will be: the page counts the answers of a run, so it needs one. */
export function EmptyThresholds() {
  const { say } = useVoice();
  const running = useLab((state) => state.run.kind === 'running');
  const { load, start } = useActions();
  const run = () => {
    load(thresholdExperiment);
    start();
  };
  return (
    <section className="fig">
      <div className="fig-body prose">
        <h1 className="finding">{say('th.emptyTitle')}</h1>
        <p>{say(running ? 'th.emptyRunning' : 'th.empty')}</p>
        {!running && (
          <p>
            <Button className="btn primary" onPress={run}>
              <PlayIcon />
              {say('th.emptyRun')}
            </Button>
          </p>
        )}
      </div>
    </section>
  );
}
