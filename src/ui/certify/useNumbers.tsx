import { type RefObject, useState } from 'react';
import { csvText } from '../../spec/export/csvText.ts';
import { svgFile } from '../chart/svgText.ts';
import { useVoice } from '../lab.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { NumbersDialog } from '../parts/NumbersDialog.tsx';
import { saveFile } from '../saveFile.ts';
import type { ChartLine } from '../thresholds/LineChart.tsx';
import { cell } from '../thresholds/useFigureFiles.tsx';

interface Numbers {
  /** Name of the files without their ending. */
  readonly stem: string;
  readonly title: string;
  readonly about: string;
  readonly lines: readonly Pick<ChartLine, 'key' | 'points'>[];
  readonly xName: string;
  readonly plot: RefObject<SVGSVGElement | null>;
}

/** Data table, CSV and SVG of a figure with lines: the buttons, and the dialog that one of them opens. */
export function useNumbers({ stem, title, about, lines, xName, plot }: Numbers) {
  const { say } = useVoice();
  const [open, setOpen] = useState(false);
  const rows = () => {
    const all = [...new Set(lines.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
    return [
      [xName, ...lines.map(({ key }) => key)],
      ...all.map((x) => [
        Number(x.toPrecision(4)),
        ...lines.map(({ points }) => cell(points.find((p) => p.x === x)?.y ?? Number.NaN)),
      ]),
    ];
  };
  const saveSvg = () =>
    plot.current && saveFile(`epsilon-${stem}.svg`, 'image/svg+xml', svgFile(plot.current, { title, about }));
  const saveCsv = () => saveFile(`epsilon-${stem}.csv`, 'text/csv;charset=utf-8', csvText(rows()));
  return {
    actions: (
      <>
        <LinkButton onPress={() => setOpen(true)}>{say('curve.dataTable')}</LinkButton>
        <LinkButton onPress={saveCsv}>{say('curve.csv')}</LinkButton>
        <LinkButton onPress={saveSvg}>{say('curve.svg')}</LinkButton>
      </>
    ),
    dialog: open && <NumbersDialog title={title} caption={about} rows={rows()} isOpen onClose={() => setOpen(false)} />,
  };
}
