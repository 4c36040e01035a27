import { describeEpsilon, formatEpsilon } from '../core/epsilon.ts';
import { LabError } from '../core/errors.ts';
import { problem } from '../core/problems.ts';
import type { Rate } from '../core/stats.ts';
import { chainName } from '../defenses/catalog.ts';
import { parseReport } from '../spec/export/parseReport.ts';
import { reopenReport } from '../spec/export/reopenReport.ts';
import type { Report } from '../spec/report.ts';
import { parseSpec } from '../spec/spec.ts';
import type { System } from '../spec/system/settings.ts';
import {
  acceptedRight,
  acceptedWrong,
  bandNames,
  bandsOf,
  type Mixture,
  reviewLoad,
  shareIn,
} from '../spec/thresholds/bands.ts';
import { type AttackGroup, type Board, boardOf, type Group, rulesIn } from '../spec/thresholds/board.ts';
import { cheapestPair, costsOf } from '../spec/thresholds/costs.ts';
import type { Policy } from '../spec/thresholds/policy.ts';
import { floodShare, playQueue, queueLoad } from '../spec/thresholds/queue.ts';
import { auroc, riskCurve } from '../spec/thresholds/ranked.ts';
import { describeSystem, systemNumbers, systemsOf } from './systemTable.ts';
import { alignTable } from './table.ts';
import { readText } from './textFiles.ts';

/** What `epsilon thresholds` was asked for. */
export interface ThresholdsRequest {
  readonly file: string;
  readonly policy: Policy;
  readonly system: System;
  readonly json: boolean;
}

/** `epsilon thresholds report.json`: the numbers of the Thresholds page. @throws {LabError} `asset` for a bad file. */
export async function thresholdsCommand({ file, policy, system, json }: ThresholdsRequest): Promise<void> {
  const text = await readText(file, 'a saved report');
  const report = reopenReport(parseReport(text, file));
  const boards = parseSpec(report.spec).defenses.map((chain) => {
    const { rule, margin } = policy;
    const known = rulesIn(report, chainName(chain));
    if (!known.includes(rule))
      throw new LabError('param', [problem('rule', 'rule-lacks', { known: known.join(', '), got: rule })]);
    return boardOf(report, { defense: chainName(chain), rule, margin });
  });
  const all = boards.map((board) => ({
    board,
    numbers: numbersOf(board, policy, parseSpec(report.spec).seed),
    systems: systemsOf(report, board, policy, system),
  }));
  const defenses = all.map(({ numbers, systems }) => ({ ...numbers, systems: systems.map(systemNumbers) }));
  const output = json
    ? `${JSON.stringify({ policy, defenses }, null, 2)}\n`
    : `${all.map(({ board, numbers, systems }) => [describe(report, board, numbers, policy), ...systems.map(describeSystem)].join('\n\n')).join('\n\n')}\n`;
  process.stdout.write(output);
}

type Numbers = ReturnType<typeof numbersOf>;

function numbersOf(board: Board, policy: Policy, seed: number) {
  const clean = bandsOf(board.clean, policy);
  return {
    defense: board.defense,
    groups: [
      groupNumbers('clean, right', board.cleanRight, policy),
      groupNumbers('clean, wrong', board.cleanWrong, policy),
      ...board.attacks.map((group) => groupNumbers(nameOf(group), group, policy)),
    ],
    accuracyOfAccepted: acceptedRight(clean),
    calibration: board.calibration,
    aurocRightFromWrong: known(auroc(board.cleanRight.all.scores, board.cleanWrong.all.scores)),
    budgets: board.attacks.filter(isHardest).map((group) => {
      const traffic = { clean: board.clean, attacked: group };
      const load = reviewLoad(clean, bandsOf(group, policy), policy.attacked);
      const queue = queueLoad(policy, {
        traffic: load.value,
        flood: floodShare(board, policy, group.cell.epsilon ?? undefined),
      });
      const play = (flooded: boolean) => playQueue(queue, { hours: policy.hours, seed, flooded }).peak;
      return {
        attack: nameOf(group),
        reviewLoad: load,
        costPerThousand: costsOf(traffic, policy, 1000),
        cheapest: cheapestPair(traffic, policy),
        queue: { ...queue, peak: play(false), peakFlooded: play(true) },
      };
    }),
  };
}

/** The worst case of each budget; where there is only one attack, that one. */
const isHardest = ({ cell }: AttackGroup, i: number, groups: readonly AttackGroup[]) =>
  groups[i + 1]?.cell.epsilon !== cell.epsilon;

function groupNumbers(name: string, group: Group, policy: Policy) {
  const bands = bandsOf(group, policy);
  return {
    name,
    n: bands.n,
    accept: shareIn(bands, 'accept'),
    review: shareIn(bands, 'review'),
    reject: shareIn(bands, 'reject'),
    acceptedWrong: acceptedWrong(bands),
    riskCoverageArea: known(riskCurve(group.all).area),
  };
}

const known = (value: number) => (Number.isNaN(value) ? null : value);

const nameOf = ({ cell: { attack, adaptive, epsilon } }: AttackGroup) =>
  `${attack}${adaptive ? '' : ' (not adapted)'}${epsilon === null ? '' : `, ε ${formatEpsilon(epsilon)}`}`;

function describe(report: Report, board: Board, numbers: Numbers, policy: Policy): string {
  const { before, after, temperature, tested } = numbers.calibration;
  const table = alignTable(
    [
      { title: 'group', align: 'left' },
      { title: 'n', align: 'right' },
      ...bandNames.map((band) => ({ title: `${band} % [95 %]`, align: 'right' }) as const),
      { title: 'accepted and wrong %', align: 'right' },
    ],
    numbers.groups.map((group) => [
      group.name,
      String(group.n),
      ...bandNames.map((band) => rateText(group[band])),
      rateText(group.acceptedWrong),
    ]),
  );
  return [
    `defense ${board.defense}: accept from ${policy.accept}, reject below ${policy.reject}, confidence ${policy.rule}, margin ${policy.margin}`,
    table,
    `right among what is accepted, clean: ${rateText(numbers.accuracyOfAccepted)} %`,
    `calibration on ${tested} clean images: ECE ${percent(before.ece)} %, Brier ${before.brier.toFixed(4)}; with temperature ${temperature.toFixed(3)}: ECE ${percent(after.ece)} %, Brier ${after.brier.toFixed(4)}`,
    ...numbers.budgets.map((budget) => describeBudget(budget, policy)),
    `seed ${parseSpec(report.spec).seed}, ε ≤ ${describeEpsilon(Math.max(...parseSpec(report.spec).epsilons))}`,
  ].join('\n\n');
}

function describeBudget(
  { attack, reviewLoad: load, costPerThousand, cheapest, queue }: Numbers['budgets'][number],
  policy: Policy,
) {
  const { total } = costPerThousand;
  return [
    `${attack}, ${percent(policy.attacked)} % of the traffic attacked:`,
    `  review load ${mixtureText(load, percent)} %`,
    `  cost per 1,000 inputs ${mixtureText(total, money)}; cheapest pair ${cheapest.accept}, ${cheapest.reject}: ${money(cheapest.perThousand)}`,
    `  queue: ${money(queue.perDay)} reviews a day, ${money(queue.capacity)} can be done; most waiting ${money(queue.peak)}, flooded ${money(queue.peakFlooded)}`,
  ].join('\n');
}

const percent = (share: number) => (100 * share).toFixed(1);
const money = (value: number) => value.toFixed(value < 100 ? 1 : 0);
const rateText = (rate: Rate) => (rate.n === 0 ? '–' : mixtureText(rate, percent));
const mixtureText = ({ value, low, high }: Mixture, text: (value: number) => string) =>
  `${text(value)} [${text(low)}, ${text(high)}]`;
