import type { Problem } from '../../core/problems.ts';
import { useVoice } from '../lab.tsx';

/** Everything that is wrong with what somebody wrote, one a line. */
export function Problems({ problems }: { readonly problems: readonly Problem[] }) {
  const voice = useVoice();
  return (
    <ul className="problems mono tiny">
      {problems.map(voice.problem).map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}
