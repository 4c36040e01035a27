import { useMemo, useRef } from 'react';
import { bandsOf, reviewLoad } from '../../spec/thresholds/bands.ts';
import { floodDays, floodShare, playQueue, queueDays, queueLoad } from '../../spec/thresholds/queue.ts';
import { specOf } from '../../store/derived.ts';
import type { ThresholdView } from '../../store/thresholds.ts';
import type { Identity } from '../chart/identity.ts';
import type { ChartTick } from '../chart/LineAxes.tsx';
import { LineChart } from '../chart/LineChart.tsx';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { LineKey } from './LineKey.tsx';
import { useFigureFiles } from './useFigureFiles.tsx';

const hoursOfDay = 24;

/** Figure 5: reviews that wait, on ordinary days and when somebody floods the people. */
export function QueueFigure({ view }: { readonly view: ThresholdView }) {
  const { say, count } = useVoice();
  const plot = useRef<SVGSVGElement>(null);
  const { load, calm, flooded } = useQueue(view);
  const most = roundUp(Math.max(1, calm.peak, flooded.peak));
  const title = say('th.queueTitle');
  const days = (backlog: Float64Array) =>
    Array.from(backlog, (waiting, hour) => ({ x: (hour + 1) / hoursOfDay, y: waiting }));
  const lines = [
    { key: 'calm', name: say('th.calm'), identity: looks.calm, points: days(calm.backlog) },
    { key: 'flooded', name: say('th.flooded'), identity: looks.flooded, points: days(flooded.backlog) },
  ];
  const rows = () => [
    [say('th.day'), say('th.calm'), say('th.flooded')],
    ...Array.from({ length: queueDays }, (_, day) => {
      const hour = (day + 1) * hoursOfDay - 1;
      return [day + 1, Math.round(calm.backlog[hour]!), Math.round(flooded.backlog[hour]!)];
    }),
  ];
  const files = useFigureFiles({ stem: 'queue', title, report: view.report, rows, plot });
  const wait = (hours: number) => (Number.isFinite(hours) ? say('th.waitHours', { hours }) : say('th.waitForever'));
  return (
    <Figure
      number={say('th.figFive')}
      title={title}
      about={say('th.queueAbout', { from: floodDays.from + 1, to: floodDays.to, flood: count(load.floodPerDay) })}
      foot={say('th.queueFoot', { seed: specOf(view.report).seed })}
      actions={files.actions}
    >
      <p className="prose">
        {say(load.perDay > load.capacity ? 'th.tooMany' : 'th.enough', {
          load: count(load.perDay),
          capacity: count(load.capacity),
        })}{' '}
        {say('th.queueResult', {
          calmPeak: count(calm.peak),
          calmWait: wait(calm.longestWait),
          floodPeak: count(flooded.peak),
          floodWait: wait(flooded.longestWait),
        })}
      </p>
      <LineKey entries={lines} />
      <LineChart ref={plot} title={title} xName={say('th.day')} x={dayTicks} y={countTicks(most)} lines={lines} />
      {files.dialog}
    </Figure>
  );
}

const looks = {
  calm: { color: 'var(--ink)', marker: 'none', dash: undefined, width: 2, open: false },
  flooded: { color: 'var(--atk-pgd)', marker: 'none', dash: '6 3', width: 2, open: false },
} as const satisfies Record<string, Identity>;

/** Two weeks are played again only when a share, a number of people or the seed changes. */
function useQueue({ report, policy, board, epsilon, strongest }: ThresholdView) {
  const clean = bandsOf(board.clean, policy);
  const traffic = reviewLoad(clean, strongest && bandsOf(strongest, policy), policy.attacked).value;
  const flood = floodShare(board, policy, epsilon);
  const load = queueLoad(policy, { traffic, flood });
  const { perDay, floodPerDay, capacity } = load;
  const { hours } = policy;
  const { seed } = specOf(report);
  const runs = useMemo(() => {
    const play = (flooded: boolean) => playQueue({ perDay, floodPerDay, capacity }, { hours, seed, flooded });
    return { calm: play(false), flooded: play(true) };
  }, [perDay, floodPerDay, capacity, hours, seed]);
  return { load, ...runs };
}

const dayTicks = [0, 2, 4, 6, 8, 10, 12, 14].map((at) => ({ at, text: String(at) }));

const countTicks = (most: number): ChartTick[] =>
  [0, 0.5, 1].map((part) => ({ at: part * most, text: Math.round(part * most).toLocaleString('en-US') }));

/** The next of 2, 4, 10, 20, 40, 100, …. */
function roundUp(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  return unit * ([2, 4, 10].find((times) => times * unit >= value) ?? 10);
}
