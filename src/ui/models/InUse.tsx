import { useVoice } from '../lab.tsx';
import { CheckedIcon } from '../parts/icons.tsx';

/** The model is the one in the form. */
export function InUse() {
  const { say } = useVoice();
  return (
    <span className="mark ok">
      <CheckedIcon /> {say('models.inUse')}
    </span>
  );
}
