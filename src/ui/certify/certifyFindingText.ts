import { describeEpsilon } from '../../core/epsilon.ts';
import type { Voice } from '../../i18n/voice.ts';
import { type CertifyReport, certifiedRows, cleanRates } from '../../spec/certifyReport.ts';
import { parseCertify } from '../../spec/certifySpec.ts';

/** The main result in one sentence: the tightest certificate at the largest budget at which it still proves something. */
export function certifyFindingText({ say, percent, count, attack }: Voice, report: CertifyReport | undefined): string {
  const rows = report ? certifiedRows(report) : [];
  const last = rows.at(-1);
  if (!report || !last) return say('certify.idle');
  const own = rows.filter(({ method }) => method === last.method);
  const row = own.filter(({ certified }) => certified.count > 0).at(-1) ?? own[0]!;
  const values = {
    certified: percent(row.certified.value),
    empirical: percent(row.empirical.value),
    epsilon: describeEpsilon(row.epsilon),
    attack: attack(parseCertify(report.spec).bare.attacks[0]!), // there is one
  };
  if (row.method !== 'smoothing') return say('certify.finding.bound', values);
  const { abstained } = cleanRates(report).vote;
  return say('certify.finding.vote', { ...values, abstained: count(abstained.count), n: count(abstained.n) });
}
