import { describeEpsilon } from '../core/epsilon.ts';
import type { Rate } from '../core/stats.ts';
import { type CertifyReport, certifiedRows, certifyCheck, cleanRates } from '../spec/certifyReport.ts';
import { type CertifySpec, parseCertify } from '../spec/certifySpec.ts';
import { radiusCeiling } from '../spec/radius.ts';
import { alignTable } from './table.ts';

const columns = [
  { title: 'method', align: 'left' },
  { title: 'norm', align: 'left' },
  { title: 'ε', align: 'right' },
  { title: 'certified % [95 %]', align: 'right' },
  { title: 'withstood % [95 %]', align: 'right' },
  { title: 'n', align: 'right' },
] as const;

/** What is proved beside what an attack left standing; the truth lies between the two. */
export function describeCertify(report: CertifyReport): string {
  const spec = parseCertify(report.spec);
  const rows = certifiedRows(report).map(({ method, norm, epsilon, certified, empirical }) => [
    method,
    norm,
    describeEpsilon(epsilon),
    rateText(certified),
    rateText(empirical),
    String(certified.n),
  ]);
  return [alignTable(columns, rows), '', ...notes(report, spec)].join('\n');
}

function notes(report: CertifyReport, spec: CertifySpec): string[] {
  const { bare, vote } = cleanRates(report);
  const { held, broken } = certifyCheck(report);
  return [
    `clean accuracy ${rateText(bare)}; withstood: of ${spec.bare.attacks[0]!.id} within the same budget or less; seed ${spec.bare.seed}`,
    ...(spec.noisy ? [smoothingNote(spec, vote)] : []),
    held
      ? `check: certified ≤ withstood holds image by image${broken.length > 0 ? `, but for ${broken.length} that α allows for` : ''}`
      : `check RAISED: proved and fooled: images ${broken.join(', ')}; do not trust these numbers`,
  ];
}

const smoothingNote = (
  { settings: { sigma, n, n0, alpha }, settings }: CertifySpec,
  { right, abstained }: ReturnType<typeof cleanRates>['vote'],
) =>
  `smoothing: σ ${sigma}, n ${n}, n0 ${n0}, α ${alpha}, radius at most ${(radiusCeiling(settings) ?? 0).toFixed(3)}; ` +
  `without attack ${rateText(right)} right, ${abstained.count} of ${abstained.n} abstained`;

const rateText = ({ value, low, high }: Rate) =>
  Number.isNaN(value) ? '–' : `${points(value)} [${points(low)}, ${points(high)}]`;
const points = (share: number) => (100 * share).toFixed(1);
