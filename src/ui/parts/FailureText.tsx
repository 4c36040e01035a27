import type { Failure } from '../../core/errors.ts';
import { useVoice } from '../lab.tsx';
import { FailureCause } from './FailureCause.tsx';

/** What failed, what to do about it, and what to mend: the body of a note. */
export function FailureText({ failure }: { readonly failure: Failure }) {
  const { say } = useVoice();
  return (
    <>
      <p>
        <b>{say(`error.${failure.code}`)}</b>
      </p>
      <p>{say(`error.${failure.code}.remedy`)}</p>
      <FailureCause failure={failure} />
    </>
  );
}
