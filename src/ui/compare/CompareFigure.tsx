import { useMemo, useRef } from 'react';
import { Button } from 'react-aria-components';
import { describeEpsilon, formatEpsilon } from '../../core/epsilon.ts';
import compareEn from '../../i18n/compare.en.json' with { type: 'json' };
import compareJa from '../../i18n/compare.ja.json' with { type: 'json' };
import { addPageTexts } from '../../i18n/messages.ts';
import trainCards from '../../i18n/train.ja.cards.json' with { type: 'json' };
import { comparedRows, contenderKey, contendersOf } from '../../spec/compare.ts';
import type { Report } from '../../spec/report.ts';
import type { CompareState } from '../../store/compareActions.ts';
import { point } from '../certify/BoundsFigure.tsx';
import { useNumbers } from '../certify/useNumbers.tsx';
import { turnIdentity } from '../chart/identity.ts';
import { LineChart } from '../chart/LineChart.tsx';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { Note } from '../parts/Note.tsx';
import { ProgressBar } from '../parts/ProgressBar.tsx';
import { LineKey } from '../thresholds/LineKey.tsx';
import { percentTicks } from '../thresholds/percentTicks.ts';
import '../styles/compare.css';
import { CompareTable } from './CompareTable.tsx';
import { contenderName } from './contenderWords.ts';

addPageTexts({ en: compareEn, ja: compareJa, cards: trainCards });

type Shown = Exclude<CompareState, { kind: 'idle' }>;

/** Defenses × attacks, measured when somebody asks. */
export function CompareFigure({ report, epsilon }: { readonly report: Report; readonly epsilon: number }) {
  const voice = useVoice();
  const { say } = voice;
  const state = useLab((lab) => lab.comparing);
  const running = useLab(({ run }) => run.kind === 'running');
  const { compare } = useActions();
  const count = contendersOf(report.spec).length;
  const busy = state.kind === 'running';
  return (
    <>
      <Figure
        title={say('compare.title', { epsilon: describeEpsilon(state.kind === 'idle' ? epsilon : state.epsilon) })}
        about={say('compare.about')}
      >
        {state.kind === 'idle' && <p className="small">{say('compare.offer', { count })}</p>}
        {state.kind === 'failed' && (
          <Note tone="danger">{say('compare.failed', { message: voice.failure(state.failure) })}</Note>
        )}
        {busy && <Running state={state} />}
        {state.kind !== 'idle' && <CompareTable state={state} />}
        {!busy && (
          <Button className="btn" isDisabled={running} onPress={() => void compare(report.spec, epsilon)}>
            {state.kind === 'idle' ? say('compare.measure', { count }) : say('compare.again')}
          </Button>
        )}
      </Figure>
      {state.kind !== 'idle' && state.measured.length > 0 && <Curves state={state} />}
    </>
  );
}

function Running({ state: { measured, total } }: { readonly state: Shown }) {
  const { say } = useVoice();
  const { stopCompare } = useActions();
  const text = say('compare.progress', { done: Math.max(0, measured.length - 1), total });
  return (
    <div className="transfer-run">
      <ProgressBar label={say('compare.running')} percent={(100 * (measured.length - 1)) / total} text={text} />
      <p className="small muted num">{text}</p>
      <Button className="btn" onPress={stopCompare}>
        {say('setup.stop')}
      </Button>
    </div>
  );
}

/** What the attacks leave standing of each defense as the budget grows. */
function Curves({ state: { measured, epsilon } }: { readonly state: Shown }) {
  const voice = useVoice();
  const { say } = voice;
  const plot = useRef<SVGSVGElement>(null);
  const rows = useMemo(() => comparedRows(measured, epsilon), [measured, epsilon]);
  const lines = rows.map(({ contender, clean, curve }, i) => ({
    key: contenderKey(contender),
    name: contenderName(voice, contender),
    identity: turnIdentity(i),
    points: [point(0, clean), ...curve.filter((at) => at.epsilon > 0).map((at) => point(at.epsilon, at.rate))],
  }));
  const title = say('compare.curves');
  const about = say('compare.about');
  const named = lines.map(({ name: key, points }) => ({ key, points }));
  const numbers = useNumbers({ stem: 'compare-curves', title, about, lines: named, xName: say('compare.axis'), plot });
  const epsilons = [...new Set(lines.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  return (
    <Figure title={title} actions={numbers.actions}>
      <LineKey entries={lines} />
      {epsilons.length > 1 && (
        <LineChart
          ref={plot}
          title={title}
          xName={say('compare.axis')}
          x={epsilons.map((at) => ({ at, text: formatEpsilon(at) }))}
          y={percentTicks}
          lines={lines.map((line) => ({ ...line, points: line.points.map(({ x, y }) => ({ x, y })) }))}
          marked
        />
      )}
      {numbers.dialog}
    </Figure>
  );
}
