import { Button } from 'react-aria-components';
import { preparedSpec } from '../../spec/spec.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { Note } from '../parts/Note.tsx';
import { Problems } from '../parts/Problems.tsx';

/** Everything that is wrong with the link at once, and the way on. */
export function BadLink() {
  const { say } = useVoice();
  const problems = useLab((state) => state.linkProblems);
  const { goTo, load, start, reportBadLink } = useActions();
  if (problems.length === 0) return null;
  const runDefault = () => {
    goTo('evaluate');
    load(preparedSpec);
    start();
  };
  return (
    <Note tone="danger" urgent>
      <b>{say('link.bad')}</b> {say('link.badNote')}
      <Problems problems={problems} />
      <div className="btns">
        <Button className="btn primary" onPress={runDefault}>
          {say('link.default')}
        </Button>
        <Button className="btn" onPress={() => reportBadLink([])}>
          {say('link.dismiss')}
        </Button>
      </div>
    </Note>
  );
}
