import { useState } from 'react';
import type { Cell } from '../../spec/cells.ts';
import type { Report } from '../../spec/report.ts';
import type { Outcome } from '../../spec/summary.ts';
import { pictureKey } from '../../store/choices.ts';
import { useLab, useVoice } from '../lab.tsx';
import { LabDialog } from '../parts/LabDialog.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { lazily } from '../parts/lazily.tsx';

const LearnedView = lazily(async () => (await import('./LearnedView.tsx')).LearnedView);

interface LearnedButtonProps {
  readonly report: Report;
  readonly cell: Cell;
  readonly shown: readonly Outcome[];
}

/** Opens what an attack learned for all images; nothing for the attacks that learn nothing. */
export function LearnedButton({ report, cell, shown }: LearnedButtonProps) {
  const { say } = useVoice();
  const [isOpen, setOpen] = useState(false);
  const pictures = useLab((state) => state.gallery.pictures);
  const [found] = shown.flatMap(({ image }) => pictures.get(pictureKey(report, cell, image))?.learned ?? []);
  if (!found) return null;
  return (
    <>
      <LinkButton onPress={() => setOpen(true)}>{say(`learned.${found.kind}`)}</LinkButton>
      <LabDialog title={say(`learned.${found.kind}`)} isOpen={isOpen} onClose={() => setOpen(false)}>
        <LearnedView report={report} cell={cell} learned={found} />
      </LabDialog>
    </>
  );
}
