import { applyCertify, type CertifyReport, emptyCertify } from '../../src/spec/certifyReport.ts';
import { parseCertify } from '../../src/spec/certifySpec.ts';
import type { RunEvent } from '../../src/spec/events.ts';
import { certifyJson } from '../../src/spec/export/certifyJson.ts';
import { readSource, type Source } from '../../src/spec/robustness/sources.ts';
import { opening } from '../spec/writtenReport.ts';

const n = 200;
const column = (value: (image: number) => number | boolean) => Array.from({ length: n }, (_, i) => Number(value(i)));

interface MadeCertify {
  /** By method and ε: how many images, from the first on, are proved. None where it is not said. */
  readonly proved?: Readonly<Partial<Record<'interval' | 'linear', Readonly<Record<number, number>>>>>;
  /** Votes of 100 for the right class, at σ = 0.5 and radius 0.5. */
  readonly votes?: { readonly counts: (image: number) => number };
  /** At every budget. */
  readonly fooled?: (image: number) => boolean;
}

/** The file of a certification of the bundled digits whose images are all right. */
export const certifiedText = (options: MadeCertify): string => certifyJson(certification(options));
export const certified = (options: MadeCertify, name = 'certify.json'): Source =>
  readSource(certifiedText(options), name);

function certification({ proved = {}, votes, fooled = () => false }: MadeCertify): CertifyReport {
  const budgets = [...new Set(Object.values(proved).flatMap((by) => Object.keys(by).map(Number)))];
  const method = [...(votes ? ['smoothing'] : []), ...Object.keys(proved)].join(',');
  const eps = budgets.length > 0 ? { eps: budgets.sort((a, b) => a - b).join(',') } : {};
  const text = { experiment: 'certify', method, count: String(n), ...eps, ...(votes && { n: '100', radii: '0.5' }) };
  const spec = parseCertify(text);
  const zeros = new Int32Array(n);
  const attacked = (norm: 'linf' | 'l2', epsilon: number) =>
    ({ kind: 'attacked', norm, epsilon, from: 0, fooled: Uint8Array.from(column(fooled)) }) as const;
  const pieces = [
    { kind: 'clean', from: 0, labels: zeros, predictions: zeros } as const,
    ...(['interval', 'linear'] as const).flatMap((id) =>
      budgets.map((epsilon) => {
        const passes = Uint8Array.from(column((i) => i < (proved[id]?.[epsilon] ?? 0)));
        return { kind: 'proved', method: id, epsilon, from: 0, proved: passes } as const;
      }),
    ),
    ...budgets.map((epsilon) => attacked('linf', epsilon)),
    ...(votes
      ? [{ kind: 'votes', from: 0, chosen: zeros, count: Int32Array.from(column(votes.counts)) } as const]
      : []),
    ...(spec.noisy?.epsilons ?? []).map((epsilon) => attacked('l2', epsilon)),
  ];
  const events: RunEvent[] = [
    ...opening,
    ...pieces.map((piece): RunEvent => ({ kind: 'certify', piece })),
    { kind: 'finished', seconds: 1, complete: true },
  ];
  return events.reduce(applyCertify, emptyCertify(text));
}
