import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { csvText } from '../../spec/export/csvText.ts';
import type { Report } from '../../spec/report.ts';
import { svgFile } from '../chart/svgText.ts';
import { useVoice } from '../lab.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { NumbersDialog } from '../parts/NumbersDialog.tsx';
import { provenance } from '../results/provenanceText.ts';
import { saveFile } from '../saveFile.ts';

export type Rows = readonly (readonly (string | number)[])[];

interface FigureFiles extends Omit<DrawnFiles, 'about'> {
  readonly report: Report;
}

interface DrawnFiles {
  /** Name of the files without their ending. */
  readonly stem: string;
  readonly title: string;
  /** Where the numbers come from. */
  readonly about: string;
  /** The first row names the columns. Made only when somebody asks. */
  readonly rows: () => Rows;
  readonly plot?: RefObject<SVGSVGElement | null>;
}

/** The files of a figure about an evaluation. */
export function useFigureFiles({ report, ...files }: FigureFiles) {
  const voice = useVoice();
  const about = useMemo(() => provenance(report, voice), [report, voice]);
  return useDrawnFiles({ ...files, about });
}

/** Data table, CSV and SVG of a figure: the buttons, and the dialog that one of them opens. */
export function useDrawnFiles({ stem, title, about, rows, plot }: DrawnFiles) {
  const voice = useVoice();
  const [open, setOpen] = useState(false);
  const latest = useRef({ rows, title });
  useEffect(() => {
    latest.current = { rows, title };
  });
  // A moved threshold changes the rows but not the buttons.
  const actions = useMemo(() => {
    const saveCsv = () => saveFile(`epsilon-${stem}.csv`, 'text/csv;charset=utf-8', csvText(latest.current.rows()));
    const saveSvg = () => {
      const drawing = plot?.current && svgFile(plot.current, { title: latest.current.title, about });
      if (drawing) saveFile(`epsilon-${stem}.svg`, 'image/svg+xml', drawing);
    };
    return (
      <>
        <LinkButton onPress={() => setOpen(true)}>{voice.say('curve.dataTable')}</LinkButton>
        <LinkButton onPress={saveCsv}>{voice.say('curve.csv')}</LinkButton>
        {plot && <LinkButton onPress={saveSvg}>{voice.say('curve.svg')}</LinkButton>}
      </>
    );
  }, [stem, about, voice, plot]);
  const dialog = open && (
    <NumbersDialog title={title} caption={about} rows={rows()} isOpen onClose={() => setOpen(false)} />
  );
  return { actions, dialog };
}

/** A share in percent with one digit, as tables hold it; empty where there is none. */
export const cell = (share: number): number | string => (Number.isNaN(share) ? '' : Number((100 * share).toFixed(1)));
