import { Button } from 'react-aria-components';
import { cardExperiment } from '../../store/cardExperiment.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { PlayIcon } from '../parts/icons.tsx';
import { AddReports } from './AddReports.tsx';

/** Stands where the card will be. */
export function EmptyReport() {
  const { say } = useVoice();
  const running = useLab((state) => state.run.kind === 'running');
  const { load, start } = useActions();
  const run = () => {
    load(cardExperiment);
    start();
  };
  return (
    <section className="fig">
      <div className="fig-body prose">
        <h1 className="finding">{say('rc.emptyTitle')}</h1>
        <p>{say(running ? 'rc.emptyRunning' : 'rc.empty')}</p>
        {!running && (
          <p>
            <Button className="btn primary" onPress={run}>
              <PlayIcon />
              {say('rc.emptyRun')}
            </Button>
          </p>
        )}
        <AddReports />
      </div>
    </section>
  );
}
