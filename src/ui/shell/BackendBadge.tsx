import { Button } from 'react-aria-components';
import type { BackendState } from '../../store/labState.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { CheckedIcon, HalfIcon, PendingIcon, TriangleIcon } from '../parts/icons.tsx';
import { BackendDialog } from './BackendDialog.tsx';

/** What computes here and whether it may be trusted. */
export function BackendBadge() {
  const { say } = useVoice();
  const backend = useLab((state) => state.backend);
  const { show } = useActions();
  const { name, state, tone, Icon } = badge(backend);
  const words = { name: say(name), state: say(state) };
  return (
    <>
      <Button className="backend" aria-label={say('backend.open', words)} onPress={() => show('backend')}>
        <Icon className={tone} />
        <span>
          <b>{words.name}</b>
          <span className="x muted">
            {separator}
            {words.state}
          </span>
        </span>
      </Button>
      <BackendDialog />
    </>
  );
}

const separator = ' · ';

function badge(backend: BackendState) {
  switch (backend.kind) {
    case 'starting':
      return { name: 'backend.starting', state: 'backend.startingLong', tone: 'wait', Icon: PendingIcon } as const;
    case 'failed':
      return { name: 'backend.failed', state: 'backend.failedLong', tone: 'danger', Icon: TriangleIcon } as const;
    case 'ready': {
      const name = `backend.${backend.report.backend}` as const;
      return backend.report.stockKernels
        ? ({ name, state: 'backend.passed', tone: 'caution', Icon: HalfIcon } as const)
        : ({ name, state: 'backend.passed', tone: 'ok', Icon: CheckedIcon } as const);
    }
  }
}
