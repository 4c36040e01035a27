import { Button, Dialog, DialogTrigger } from 'react-aria-components';
import { warningText } from '../../i18n/checkWords.ts';
import type { Warning } from '../../spec/events.ts';
import type { Trust } from '../../spec/trust.ts';
import { useVoice } from '../lab.tsx';
import { CheckedIcon, HalfIcon, PendingIcon, TriangleIcon } from '../parts/icons.tsx';
import { LabPopover } from '../parts/LabPopover.tsx';

const looks = {
  checked: { tone: 'ok', Icon: CheckedIcon },
  bound: { tone: 'caution', Icon: HalfIcon },
  'do-not-quote': { tone: 'danger', Icon: TriangleIcon },
  pending: { tone: 'wait', Icon: PendingIcon },
} as const;

interface TrustMarkProps {
  readonly trust: Trust;
  /** What led to the mark. */
  readonly reasons: readonly Warning[];
}

/** How far a number may be quoted, as a shape and a word; pressing it says why. */
export function TrustMark({ trust, reasons }: TrustMarkProps) {
  const voice = useVoice();
  const { say } = voice;
  const { tone, Icon } = looks[trust];
  const word = say(`trust.${trust}`);
  return (
    <DialogTrigger>
      <Button className={`mark ${tone}`} aria-label={say('trust.show', { word })}>
        <Icon />
        {word}
      </Button>
      <LabPopover kind="text">
        <Dialog aria-label={word}>
          <p>{say(`trust.${trust}.about`)}</p>
          {reasons.map((reason) => (
            <p key={reason.message} className="muted">
              {warningText(voice, reason)}
            </p>
          ))}
        </Dialog>
      </LabPopover>
    </DialogTrigger>
  );
}
