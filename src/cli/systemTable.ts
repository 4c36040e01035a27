import { formatEpsilon } from '../core/epsilon.ts';
import type { Report } from '../spec/report.ts';
import { parseSpec } from '../spec/spec.ts';
import { assessSystem, type SystemAttack, type SystemView } from '../spec/system/assess.ts';
import { planText } from '../spec/system/plan.ts';
import type { System } from '../spec/system/settings.ts';
import type { Board } from '../spec/thresholds/board.ts';
import type { Policy } from '../spec/thresholds/policy.ts';

/** The system at each budget of a board, with the attack that gets most through it. */
export function systemsOf(report: Report, board: Board, policy: Policy, system: System): readonly SystemView[] {
  const { seconds } = parseSpec(report.spec);
  const budgets = [...new Set(board.attacks.map(({ cell }) => cell.epsilon))];
  return budgets.map((epsilon) => {
    const groups = board.attacks.filter(({ cell }) => cell.epsilon === epsilon);
    return assessSystem({ report, defense: board.defense, policy, system, groups, seconds });
  });
}

/** What `--json` says of one system. */
export const systemNumbers = ({ system, second, lacksSecond, attack }: SystemView) => ({
  plan: planText(system.plan),
  second: second ?? null,
  measured: !lacksSecond,
  attack: attack?.group.cell ?? null,
  ends: attack && !lacksSecond ? attack.ends : null,
  dependence: attack?.dependence ?? null,
  presumed: attack?.presumed ?? null,
});

/** The same in words. */
export function describeSystem(view: SystemView): string {
  const { system, attack, lacksSecond } = view;
  const plan = planText(system.plan);
  if (lacksSecond) return `system ${plan}: no second model was shown these images; run evaluate with --second`;
  if (!attack) return `system ${plan}: nothing was attacked`;
  const { cell } = attack.group;
  const at = `${cell.attack}${cell.epsilon === null ? '' : `, ε ${formatEpsilon(cell.epsilon)}`}`;
  const { falseAccept, falseReject, misread } = attack.ends;
  return [
    `system ${plan} against ${at}, which gets most through it:`,
    `  false accepts ${rate(falseAccept)} % of attacks; false rejects ${rate(falseReject)} %, accepted and misread ${rate(misread)} % of honest inputs`,
    ...describeDependence(view, attack),
  ].join('\n');
}

function describeDependence({ second }: SystemView, { dependence, presumed }: SystemAttack): string[] {
  if (!dependence || !presumed) return [];
  const { both, same, product, gap, untouched } = dependence;
  return [
    `  wrong and accepted by the model and by ${second}: ${rate(both)} % (${rate(same)} % with one answer), product ${percent(product)} %, difference ${rate(gap)} %; ${second} on clean images ${rate(untouched)} %`,
    `  false accepts if the models were independent ${percent(presumed.independent)} %, if the attack did not carry over ${percent(presumed.untouched)} %`,
  ];
}

const percent = (share: number) => (100 * share).toFixed(1);
const rate = ({ value, low, high }: { readonly value: number; readonly low: number; readonly high: number }) =>
  `${percent(value)} [${percent(low)}, ${percent(high)}]`;
