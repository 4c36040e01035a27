import { describeEpsilon } from '../../core/epsilon.ts';
import type { Cell } from '../../spec/cells.ts';
import type { Report } from '../../spec/report.ts';
import { type Outcome, outcomes } from '../../spec/summary.ts';
import { isOwn } from '../../store/choices.ts';
import { specOf } from '../../store/derived.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { LabDialog } from '../parts/LabDialog.tsx';
import { lazily } from '../parts/lazily.tsx';

const ImageView = lazily(async () => (await import('./ImageView.tsx')).ImageView);

interface ImageDialogProps {
  readonly report: Report;
  readonly cell: Cell;
  /** Images one can step through. */
  readonly shown: readonly Outcome[];
}

/** One image, large, with everything that is known about it. */
export function ImageDialog({ report, cell, shown }: ImageDialogProps) {
  const voice = useVoice();
  const { inspect } = useActions();
  const image = useLab((state) => state.inspected);
  const outcome = image === undefined ? undefined : outcomes(report, cell).find((known) => known.image === image);
  const title = voice.say(isOwn(cell) ? 'inspect.titleOwn' : 'inspect.title', {
    image: image ?? 0,
    pair: voice.pair(specOf(report), cell),
    epsilon: describeEpsilon(cell.epsilon),
  });
  return (
    <LabDialog title={title} isOpen={outcome !== undefined} onClose={() => inspect(undefined)} width="wide">
      {outcome && <ImageView report={report} cell={cell} outcome={outcome} shown={shown} />}
    </LabDialog>
  );
}
