import { type TransferReport, transferMatrix } from '../transferReport.ts';
import { sealKey, sealOf } from './seal.ts';

/** The matrix as JSON text, one square per line. */
export function transferJson(report: TransferReport): string {
  const { setting } = report;
  const rows = transferMatrix(report).map(({ source, target, robust, success }) => ({
    source,
    target,
    n: robust.n,
    robustAccuracy: robust.value,
    ciLow: robust.low,
    ciHigh: robust.high,
    successRate: Number.isNaN(success.value) ? null : success.value,
    successN: success.n,
    successLow: success.low,
    successHigh: success.high,
  }));
  const head = {
    schema: 1,
    experiment: 'transfer',
    spec: report.spec,
    version: setting?.version,
    backend: setting?.backend,
    adapter: setting?.adapter,
    dataset: setting?.dataset,
    startedAt: report.startedAt ?? null,
    seconds: report.finished?.seconds ?? null,
    complete: report.finished?.complete ?? false,
  };
  const seal = { [sealKey]: sealOf({ ...head, results: rows }) };
  const fields = Object.entries({ ...head, ...seal }).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
  return `{\n${fields.join(',\n')},\n  "results": [\n${lines}\n  ]\n}\n`;
}
