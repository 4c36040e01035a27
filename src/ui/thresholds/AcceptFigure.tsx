import { useRef } from 'react';
import { describeEpsilon } from '../../core/epsilon.ts';
import { acceptedWrong, bandsOf } from '../../spec/thresholds/bands.ts';
import type { AttackGroup } from '../../spec/thresholds/board.ts';
import { specOf } from '../../store/derived.ts';
import type { ThresholdView } from '../../store/thresholds.ts';
import { tickText } from '../chart/chartLayout.ts';
import { attackIdentity } from '../chart/identity.ts';
import { LineChart } from '../chart/LineChart.tsx';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { attackName } from './groupNames.ts';
import { LineKey } from './LineKey.tsx';
import { percentTicks } from './percentTicks.ts';
import { thresholdText } from './thresholdText.ts';
import { cell, useFigureFiles } from './useFigureFiles.tsx';

/** Figure 3: share of the attacked images that are accepted and wrong, against the budget. */
export function AcceptFigure({ view }: { readonly view: ThresholdView }) {
  const voice = useVoice();
  const { say } = voice;
  const plot = useRef<SVGSVGElement>(null);
  const { report, board, policy, epsilon } = view;
  const lines = linesOf(board.attacks).map((groups) => {
    const [first] = groups;
    const points = groups.map((group) => {
      const rate = acceptedWrong(bandsOf(group, policy));
      return { x: group.cell.epsilon!, y: rate.value, low: rate.low, high: rate.high, n: rate.n };
    });
    const name = attackName(voice, report, first!);
    const ring = points.find(({ x }) => x === epsilon);
    return { key: name, name, identity: attackIdentity(first!.cell.attack, first!.cell), points, ring };
  });
  const title = say('th.acceptTitle');
  const rows = () => [
    [say('table.attack'), say('th.epsilon'), say('th.acceptedWrong'), say('th.low'), say('th.high'), say('th.images')],
    ...lines.flatMap(({ name, points }) =>
      points.map(({ x, y, low, high, n }) => [name, describeEpsilon(x), cell(y), cell(low), cell(high), n]),
    ),
  ];
  const files = useFigureFiles({ stem: 'accepted', title, report, rows, plot });
  return (
    <Figure
      number={say('fig.three')}
      title={title}
      about={say('th.acceptAbout', { accept: thresholdText(policy.accept) })}
      foot={say('th.bandsFoot')}
      actions={files.actions}
    >
      <LineKey entries={lines} />
      <LineChart
        ref={plot}
        title={title}
        xName={say('th.epsilon')}
        x={epsilonTicks(specOf(report).epsilons)}
        y={percentTicks}
        lines={lines}
        marked
      />
      {files.dialog}
    </Figure>
  );
}

/** Budgets of one attack in one mode, ascending. */
function linesOf(groups: readonly AttackGroup[]): AttackGroup[][] {
  const lines = new Map<string, AttackGroup[]>();
  for (const group of groups) {
    if (group.cell.epsilon === null) continue;
    const key = `${group.cell.attack}|${group.cell.adaptive}`;
    lines.set(key, [...(lines.get(key) ?? []), group]);
  }
  return [...lines.values()];
}

function epsilonTicks(epsilons: readonly number[]) {
  const text = tickText(epsilons);
  return [...new Set([0, ...epsilons])].map((at) => ({ at, text: text(at)[0]! }));
}
