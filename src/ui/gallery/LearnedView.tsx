import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Learned } from '../../core/learned.ts';
import type { Cell } from '../../spec/cells.ts';
import { learnedRaster, patchPng, perturbationPng, printOf } from '../../spec/export/learnedPng.ts';
import type { Report } from '../../spec/report.ts';
import { specOf } from '../../store/derived.ts';
import { useVoice } from '../lab.tsx';
import { Segmented } from '../parts/Segmented.tsx';
import { saveFile } from '../saveFile.ts';
import { Pixels } from './Pixels.tsx';
import { useTimes } from './Triplet.tsx';

interface LearnedViewProps {
  readonly report: Report;
  readonly cell: Cell;
  readonly learned: Learned;
}

const printedSides = ['50', '80', '150'] as const; // mm: a badge, a sticker, the width of a page

/** A patch or a perturbation, large, to be taken away as a file. */
export function LearnedView({ report, cell, learned }: LearnedViewProps) {
  const { say } = useVoice();
  const times = useTimes(report, cell);
  const { pixels } = useMemo(() => learnedRaster(learned, times), [learned, times]);
  const [height, width] = learned.shape;
  return (
    <div className="learned">
      <Pixels pixels={pixels} shape={learned.shape} label={say(`learned.${learned.kind}`)} />
      <div className="stack">
        <p>{say(`learned.${learned.kind}About`, { width, height, times, seed: specOf(report).seed })}</p>
        {learned.kind === 'patch' ? (
          <PatchPrint report={report} cell={cell} learned={learned} />
        ) : (
          <Download name={nameOf(report, cell)} make={() => perturbationPng(learned, times)} />
        )}
      </div>
    </div>
  );
}

/** The file of a patch knows how large it is on paper. */
function PatchPrint({ report, cell, learned }: LearnedViewProps) {
  const { say } = useVoice();
  const [side, setSide] = useState<(typeof printedSides)[number]>('80');
  const { block, dotsPerInch } = printOf(learned, Number(side));
  return (
    <>
      <Segmented
        label={say('learned.print')}
        value={side}
        options={printedSides.map((value) => ({ value, text: say('learned.side', { mm: value }) }))}
        onChange={setSide}
      />
      <p className="help">{say('learned.printNote', { mm: side, block, dpi: Math.round(dotsPerInch) })}</p>
      <Download name={`${nameOf(report, cell)}-${side}mm`} make={() => patchPng(learned, Number(side))} />
    </>
  );
}

function Download({ name, make }: { readonly name: string; readonly make: () => Uint8Array<ArrayBuffer> }) {
  const { say } = useVoice();
  return (
    <Button className="btn" onPress={() => saveFile(`${name}.png`, 'image/png', make())}>
      {say('learned.download')}
    </Button>
  );
}

const nameOf = ({ setting }: Report, { attack, defense }: Cell): string =>
  ['epsilon', setting?.model.id, attack, defense.replaceAll('+', '-')].filter((part) => part !== undefined).join('-');
