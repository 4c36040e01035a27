import { useRef } from 'react';
import type { Watching } from '../../spec/extractEvents.ts';
import type { Outcome } from '../../spec/extractSummary.ts';
import { type ExtractView, recordOf, settingName, type Watched, watchedOf } from '../../store/extractView.ts';
import type { Identity } from '../chart/identity.ts';
import { type ChartLine, type ChartPoint, LineChart } from '../chart/LineChart.tsx';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { Note } from '../parts/Note.tsx';
import { LineKey } from '../thresholds/LineKey.tsx';
import { useDrawnFiles } from '../thresholds/useFigureFiles.tsx';
import { DistanceBars } from './DistanceBars.tsx';
import { measureName, settingText } from './extractNames.ts';
import { scoreTicks, stepTicks } from './watchTicks.ts';

interface WatchProps {
  readonly view: ExtractView;
  readonly outcome: Outcome;
}

/** Figure 2: what each detector saw of the thief and of an honest user. */
export function WatchFigure({ view, outcome }: WatchProps) {
  const watched = watchedOf(view.report, outcome);
  const shown = watched.length > 0 ? outcome : view.outcomes.find((each) => watchedOf(view.report, each).length > 0);
  if (!shown) return null;
  return watchedOf(view.report, shown).map((each) => (
    <OneDetector key={each.attacker.detector + settingName(shown)} view={view} outcome={shown} watched={each} />
  ));
}

const looks: Record<'honest' | 'attacker' | 'threshold', Identity> = {
  honest: { color: 'var(--ink-3)', marker: 'none', dash: undefined, width: 1.6, open: false },
  attacker: { color: 'var(--atk-pgd)', marker: 'none', dash: undefined, width: 2.4, open: false },
  threshold: { color: 'var(--chart-axis)', marker: 'none', dash: '5 4', width: 1.4, open: false },
};

function OneDetector({ view, outcome, watched }: WatchProps & { readonly watched: Watched }) {
  const voice = useVoice();
  const { say } = voice;
  const plot = useRef<SVGSVGElement>(null);
  const { attacker, honest } = watched;
  const isPrada = attacker.detector === 'prada';
  const title = say('ex.watch', { detector: measureName(voice, attacker.detector) });
  const all = honest ? [attacker, honest] : [attacker];
  const last = Math.max(1, ...all.flatMap(({ queries }) => queries.at(-1) ?? 0));
  const threshold = say('ex.watch.threshold', { value: attacker.threshold });
  const lines = linesOf(watched, last, outcome);
  const rows = () => tableOf(voice, watched);
  const about = [settingText(voice, outcome), say('ex.watch.one', { seed: seedOf(view, outcome) })].join(' · ');
  const files = useDrawnFiles({ stem: `extraction-${attacker.detector}`, title, about, rows, plot });
  const names = { honest: say('ex.watch.honest'), attacker: say('ex.watch.attacker'), threshold };
  return (
    <Figure
      number={say('fig.two')}
      title={title}
      about={say(isPrada ? 'ex.watch.prada' : 'ex.watch.strangers')}
      foot={about}
      actions={files.actions}
    >
      <div className="ex-watch">
        <section>
          <h3>{say(isPrada ? 'ex.watch.scorePrada' : 'ex.watch.scoreStrangers')}</h3>
          <LineKey
            entries={(['honest', 'attacker', 'threshold'] as const).map((key) => ({
              name: names[key],
              identity: looks[key],
            }))}
          />
          {attacker.scores.length === 0 && <p className="small muted">{say('ex.watch.none')}</p>}
          <LineChart
            ref={plot}
            title={`${title}. ${threshold}`}
            xName={say(attacker.client === null ? 'ex.watch.axisPooled' : 'ex.watch.axis')}
            x={stepTicks(last)}
            y={scoreTicks(all)}
            lines={lines}
          />
        </section>
        <section>
          {honest && (
            <DistanceBars who={names.honest} distances={honest.distances} all={all} color={looks.honest.color} />
          )}
          <DistanceBars who={names.attacker} distances={attacker.distances} all={all} color={looks.attacker.color} />
        </section>
      </div>
      <Caveat view={view} outcome={outcome} attacker={attacker} />
      {files.dialog}
    </Figure>
  );
}

const seedOf = (view: ExtractView, outcome: Outcome) => recordOf(view.report, outcome)?.theft.seed ?? 0;

function linesOf({ attacker, honest }: Watched, last: number, outcome: Outcome): ChartLine[] {
  const points = ({ queries, scores }: Watching) => Array.from(queries, (x, i) => ({ x, y: scores[i]! }));
  const level = [0, last].map((x) => ({ x, y: attacker.threshold }));
  const over = ({ y }: ChartPoint) => (attacker.alarms === 'below' ? y < attacker.threshold : y > attacker.threshold);
  const scored = points(attacker);
  const first = scored.find(({ x }) => x === outcome.medianAlarm) ?? scored.find(over); // of one account of several
  const alarm = outcome.medianAlarm === null ? undefined : first;
  return [
    { key: 'threshold', identity: looks.threshold, points: level },
    ...(honest ? [{ key: 'honest', identity: looks.honest, points: points(honest) }] : []),
    { key: 'attacker', identity: looks.attacker, points: scored, ring: alarm },
  ];
}

interface CaveatProps extends WatchProps {
  readonly attacker: Watching;
}

/** How often it noticed, and what it did to honest users. */
function Caveat({ view, outcome, attacker }: CaveatProps) {
  const { say, count } = useVoice();
  const { accounts, padding } = view.spec.settings;
  const price = view.prices.find(({ countermeasures }) => countermeasures === outcome.countermeasures);
  const alarmed = outcome.firstAlarms.filter((query) => query !== null).length;
  return (
    <Note tone={alarmed < outcome.firstAlarms.length ? 'caution' : 'info'}>
      <b>{say(attacker.client === null ? 'ex.watch.all' : 'ex.watch.blind')}</b>{' '}
      {say('ex.watch.note', {
        accounts: count(accounts),
        padding,
        alarmed,
        n: outcome.firstAlarms.length,
        wrong: price?.falseAlarms.count ?? 0,
        honest: price?.falseAlarms.n ?? 0,
      })}
    </Note>
  );
}

/** Scores side by side where both were looked at after as many queries. */
function tableOf({ say }: ReturnType<typeof useVoice>, { attacker, honest }: Watched) {
  const scores = (watching: Watching | undefined) =>
    new Map(Array.from(watching?.queries ?? [], (query, i) => [query, watching!.scores[i]!]));
  const [thief, user] = [scores(attacker), scores(honest)];
  const queries = [...new Set([...thief.keys(), ...user.keys()])].sort((a, b) => a - b);
  const short = (score: number | undefined) => (score === undefined ? '' : Number(score.toFixed(4)));
  return [
    [say('ex.column.queries'), say('ex.watch.attacker'), say('ex.watch.honest')],
    ...queries.map((query) => [query, short(thief.get(query)), short(user.get(query))]),
  ];
}
