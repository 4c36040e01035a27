import { type RefObject, useState } from 'react';
import { csvText } from '../../spec/export/csvText.ts';
import type { Report } from '../../spec/report.ts';
import { svgFile } from '../chart/svgText.ts';
import { useVoice } from '../lab.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { NumbersDialog } from '../parts/NumbersDialog.tsx';
import { provenance } from '../results/provenanceText.ts';
import { saveFile } from '../saveFile.ts';

export type Rows = readonly (readonly (string | number)[])[];

interface FigureFiles {
  /** Name of the files without their ending. */
  readonly stem: string;
  readonly title: string;
  readonly report: Report;
  /** The first row names the columns. Made only when somebody asks. */
  readonly rows: () => Rows;
  readonly plot?: RefObject<SVGSVGElement | null>;
}

/** Data table, CSV and SVG of a figure: the buttons, and the dialog that one of them opens. */
export function useFigureFiles({ stem, title, report, rows, plot }: FigureFiles) {
  const voice = useVoice();
  const { say } = voice;
  const [open, setOpen] = useState(false);
  const about = provenance(report, voice);
  const saveCsv = () => saveFile(`epsilon-${stem}.csv`, 'text/csv;charset=utf-8', csvText(rows()));
  const saveSvg = () =>
    plot?.current && saveFile(`epsilon-${stem}.svg`, 'image/svg+xml', svgFile(plot.current, { title, about }));
  const actions = (
    <>
      <LinkButton onPress={() => setOpen(true)}>{say('curve.dataTable')}</LinkButton>
      <LinkButton onPress={saveCsv}>{say('curve.csv')}</LinkButton>
      {plot && <LinkButton onPress={saveSvg}>{say('curve.svg')}</LinkButton>}
    </>
  );
  const dialog = (
    <NumbersDialog
      title={title}
      caption={about}
      rows={open ? rows() : []}
      isOpen={open}
      onClose={() => setOpen(false)}
    />
  );
  return { actions, dialog };
}

/** A share in percent with one digit, as tables hold it; empty where there is none. */
export const cell = (share: number): number | string => (Number.isNaN(share) ? '' : Number((100 * share).toFixed(1)));
