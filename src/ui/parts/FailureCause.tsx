import type { Failure } from '../../core/errors.ts';
import { useVoice } from '../lab.tsx';
import { Problems } from './Problems.tsx';

/** What to mend; where nobody but a developer could, the message, folded away. */
export function FailureCause({ failure: { message, problems } }: { readonly failure: Failure }) {
  const { say } = useVoice();
  if (problems.length > 0) return <Problems problems={problems} />;
  return (
    <details className="details">
      <summary>{say('error.details')}</summary>
      <pre lang="en">{message}</pre>
    </details>
  );
}
