import { describeEpsilon } from '../core/epsilon.ts';
import { transferJson } from '../spec/export/transferJson.ts';
import type { SpecText } from '../spec/spec.ts';
import {
  applyTransfer,
  type Betrayal,
  betrayals,
  emptyTransfer,
  type TransferReport,
  transferMatrix,
  transferProgress,
} from '../spec/transferReport.ts';
import { formatTransfer, parseTransfer } from '../spec/transferSpec.ts';
import { follow } from './follow.ts';
import { alignTable } from './table.ts';
import { writeOut } from './textFiles.ts';

export interface TransferRequest {
  readonly spec: SpecText;
  readonly workers: number | undefined;
  readonly quiet: boolean;
  readonly json: boolean;
  readonly out: string | undefined;
}

/** `epsilon transfer`: images crafted on each model, shown to all. @throws {LabError} after printing what was found. */
export async function transferCommand(request: TransferRequest, signal: AbortSignal): Promise<void> {
  const text = formatTransfer(parseTransfer(request.spec));
  const deliverThis = async (report: TransferReport) => {
    if (Object.keys(report.blocks).length > 0) await deliver(report, request);
  };
  await follow(text, kind, { ...request, signal, deliver: deliverThis });
}

const kind = { empty: emptyTransfer, apply: applyTransfer, progress: transferProgress };

async function deliver(report: TransferReport, { json, out }: TransferRequest): Promise<void> {
  process.stdout.write(json ? transferJson(report) : `${describeTransfer(report)}\n`);
  if (out !== undefined) await writeOut(out, transferJson(report));
}

/** Success rates, one row per source, one column per target; the diagonal is the white-box attack. */
export function describeTransfer(report: TransferReport): string {
  const { models, on } = parseTransfer(report.spec);
  const { attacks, epsilons, norm, seed } = on(models[0]!);
  const matrix = transferMatrix(report);
  const rows = models.map((source) => [
    source,
    ...matrix.filter((cell) => cell.source === source).map(({ success }) => rateText(success)),
  ]);
  const columns = [
    { title: 'crafted on', align: 'left' },
    ...models.map((model) => ({ title: `on ${model}`, align: 'right' }) as const),
  ] as const;
  const n = matrix[0]?.robust.n ?? 0;
  return [
    alignTable(columns, rows),
    '',
    ...betrayals(report).map(betrayalLine),
    `success % [95 %] of ${attacks[0]!.id}, ε = ${describeEpsilon(epsilons[0]!)} (${norm}), over images each model gets right; n = ${n}, seed ${seed}`,
  ].join('\n');
}

const betrayalLine = ({ source, target, success, own }: Betrayal) =>
  `Warning: images crafted on ${source} fool ${target} more often (${points(success.value)} %) than those made with its own gradient (${points(own.value)} %): that gradient misleads.`;

const rateText = ({ value, low, high }: { value: number; low: number; high: number }) =>
  Number.isNaN(value) ? '–' : `${points(value)} [${points(low)}, ${points(high)}]`;
const points = (share: number) => (100 * share).toFixed(1);
