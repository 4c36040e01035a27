import { Button } from 'react-aria-components';
import { describeEpsilon } from '../../core/epsilon.ts';
import type { Voice } from '../../i18n/voice.ts';
import { transferJson } from '../../spec/export/transferJson.ts';
import type { Report } from '../../spec/report.ts';
import type { SpecText } from '../../spec/spec.ts';
import { type TransferReport, transferProgress } from '../../spec/transferReport.ts';
import { parseTransfer } from '../../spec/transferSpec.ts';
import { transferOf } from '../../store/transferring.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Note } from '../parts/Note.tsx';
import { ProgressBar } from '../parts/ProgressBar.tsx';
import { saveFile } from '../saveFile.ts';
import { TransferMatrix } from './TransferMatrix.tsx';

/** Figure 3: do images crafted on one model fool another? Measured when somebody asks, here or on the Extraction page. */
export function TransferFigure({ report }: { readonly report: Report | undefined }) {
  const voice = useVoice();
  const { say } = voice;
  const epsilon = useLab((state) => state.epsilon);
  const state = useLab((lab) => lab.transfer);
  const running = useLab(({ run }) => run.kind === 'running');
  const planned = report && transferOf(report, { epsilon });
  const shown = state.kind === 'running' || state.kind === 'done' ? state.report : undefined;
  const spec = shown?.spec ?? planned;
  if (!spec) return null;
  return (
    <Figure
      number={say('fig.three')}
      title={say('transfer.title')}
      about={settingText(voice, spec)}
      foot={shown && say('transfer.foot', { seed: parseTransfer(shown.spec).on('').seed })}
      actions={state.kind === 'done' && <SaveMatrix report={state.report} />}
    >
      {state.kind === 'idle' && <p className="small">{say('transfer.about')}</p>}
      {state.kind === 'failed' && (
        <Note tone="danger">{say('transfer.failed', { message: voice.failure(state.failure) })}</Note>
      )}
      {state.kind === 'running' && <Running report={state.report} />}
      {shown && <TransferMatrix report={shown} />}
      {planned && state.kind !== 'running' && <Measure planned={planned} shown={shown} isDisabled={running} />}
    </Figure>
  );
}

/** `PGD-40, ε = 0.1, L∞, n = 200`: what is measured, or would be. */
function settingText({ say, attack, option, count }: Voice, text: SpecText): string {
  const { models, on } = parseTransfer(text);
  const spec = on(models[0]!); // there are at least two
  return say('transfer.setting', {
    attack: attack(spec.attacks[0]!),
    epsilon: describeEpsilon(spec.epsilons[0]!),
    norm: option('norm', spec.norm),
    n: count(spec.count),
  });
}

interface MeasureProps {
  readonly planned: SpecText;
  readonly shown: TransferReport | undefined;
  readonly isDisabled: boolean;
}

/** Offers the measurement, unless it is the one on show. */
function Measure({ planned, shown, isDisabled }: MeasureProps) {
  const { say } = useVoice();
  const { measureTransfer } = useActions();
  if (shown?.finished?.complete && JSON.stringify(shown.spec) === JSON.stringify(planned)) return null;
  return (
    <Button className="btn" isDisabled={isDisabled} onPress={() => measureTransfer(planned)}>
      {say(shown ? 'transfer.again' : 'transfer.measure', { count: parseTransfer(planned).models.length })}
    </Button>
  );
}

function Running({ report }: { readonly report: TransferReport }) {
  const { say, percent } = useVoice();
  const { stopTransfer } = useActions();
  const { done, total } = transferProgress(report);
  const share = total > 0 ? Math.min(1, done / total) : 0;
  return (
    <div className="transfer-run">
      <ProgressBar label={say('transfer.running')} percent={100 * share} text={percent(share)} />
      <Button className="btn" onPress={stopTransfer}>
        {say('setup.stop')}
      </Button>
    </div>
  );
}

function SaveMatrix({ report }: { readonly report: TransferReport }) {
  const { say } = useVoice();
  return (
    <LinkButton onPress={() => saveFile('epsilon-transfer.json', 'application/json', transferJson(report))}>
      {say('transfer.save')}
    </LinkButton>
  );
}
