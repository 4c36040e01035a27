import type { ReactNode } from 'react';
import { describeEpsilon } from '../../core/epsilon.ts';
import type { Rate } from '../../core/stats.ts';
import { detectorCards } from '../../detectors/catalog.ts';
import type { DetectionRow } from '../../spec/detection.ts';
import { specOf } from '../../store/derived.ts';
import { attackIdentity } from '../chart/identity.ts';
import { useActions, useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Note } from '../parts/Note.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { IntervalBar } from '../results/IntervalBar.tsx';
import { LineHead } from '../results/LineHead.tsx';
import { ProvenanceLine } from '../results/ProvenanceLine.tsx';
import { TrustMark } from '../results/TrustMark.tsx';
import { verdictOf } from '../results/trustOfRow.ts';
import { cell as number, useFigureFiles } from '../thresholds/useFigureFiles.tsx';
import { areaText, attackIn, detectorName, robustOf, rowsAt, type Shown, scoreText } from './seen.ts';

interface DetectionTableProps {
  readonly shown: Shown;
  readonly choice: ReactNode;
}

/** Every attack at the chosen budget: caught, right with and without the detector. */
export function DetectionTable({ shown, choice }: DetectionTableProps) {
  const voice = useVoice();
  const { say } = voice;
  const { report, detection, epsilon } = shown;
  const name = detectorName(voice, detection);
  const title =
    epsilon === undefined
      ? say('dt.titleOwn', { detector: name })
      : say('dt.title', { detector: name, epsilon: describeEpsilon(epsilon) });
  const files = useFigureFiles({ stem: 'detection', title, report, rows: useRows(shown) });
  const heads = ['detected', 'joint', 'robust', 'auroc'] as const;
  return (
    <Figure
      title={title}
      about={useAbout(shown)}
      choice={choice}
      foot={<ProvenanceLine report={report} />}
      actions={files.actions}
    >
      <OneMode shown={shown} />
      <Scroll aria-label={title}>
        <table className="matrix detection">
          <thead>
            <tr>
              <th scope="col">{say('table.attack')}</th>
              {heads.map((head) => (
                <th scope="col" key={head}>
                  {say(`dt.${head}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rowsAt(shown).map((row) => (
              <AttackLine key={`${row.cell.attack}|${row.cell.adaptive}`} shown={shown} row={row} />
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className="small muted">{say('dt.explain')}</p>
      <Character shown={shown} />
      {files.dialog}
    </Figure>
  );
}

/** Where the threshold lies, what it was fitted on, and what it costs on clean images. */
function useAbout({ report, detection }: Shown): string {
  const { say, percent, rate, count } = useVoice();
  const { threshold, fitted, falseAlarms, clean } = detection;
  return say('dt.about', {
    threshold: scoreText(threshold),
    fitted: count(fitted),
    promised: percent(specOf(report).fpr),
    alarms: rate(falseAlarms),
    clean: percent(clean.value),
  });
}

function AttackLine({ shown: { report }, row }: { readonly shown: Shown; readonly row: DetectionRow }) {
  const voice = useVoice();
  const { say, count } = voice;
  const { cell, detected, joint, auroc } = row;
  const verdict = verdictOf(report, cell);
  const robust = robustOf(report, cell);
  const { color } = attackIdentity(cell.attack, cell);
  const area = areaText(voice, auroc);
  return (
    <tr>
      <LineHead report={report} line={cell} unaware={say('dt.nonAdaptive')}>
        {!cell.adaptive && (
          <div>
            <TrustMark {...verdict} />
          </div>
        )}
      </LineHead>
      <td>
        <span className="th">{say('dt.detected')}</span>
        <Share rate={detected} color={color} />
        <span className="tiny muted num">{say('dt.turned', { n: count(detected.n) })}</span>
      </td>
      <td>
        <span className="th">{say('dt.joint')}</span>
        <Share rate={joint} color={color} />
      </td>
      <td>
        <span className="th">{say('dt.robust')}</span>
        {robust && <Share rate={robust} color={color} />}
      </td>
      <td>
        <span className="th">{say('dt.auroc')}</span>
        <span className="num">
          <span className="v">{area.value}</span> <span className="ci">{area.interval}</span>
        </span>
      </td>
    </tr>
  );
}

function Share({ rate, color }: { readonly rate: Rate; readonly color: string }) {
  const { say, percent, interval } = useVoice();
  if (rate.n === 0) return <span className="muted">{say('dt.none')}</span>;
  return (
    <>
      <span className="num">
        <span className="v">{percent(rate.value)}</span> <span className="ci">{interval(rate)}</span>
      </span>
      <IntervalBar rate={rate} color={color} />
    </>
  );
}

/** Detection means something only beside the attack that knows the detector, and that one only beside the other. */
function OneMode({ shown: { report } }: { readonly shown: Shown }) {
  const { say } = useVoice();
  const { load, start } = useActions();
  const { adaptive } = specOf(report);
  if (adaptive === 'both' || report.finished === undefined) return null;
  const run = () => {
    load({ ...report.spec, adaptive: 'both' });
    start();
  };
  return (
    <Note
      tone={adaptive === 'no' ? 'danger' : 'info'}
      action={<LinkButton onPress={run}>{say('dt.runBoth')}</LinkButton>}
    >
      {say(adaptive === 'no' ? 'dt.onlyUnaware' : 'dt.onlyAware')}
    </Note>
  );
}

/** The card of the detector. */
function Character({ shown: { detection } }: { readonly shown: Shown }) {
  const { say, card, detector } = useVoice();
  const { detector: id } = detection;
  return (
    <details className="detector-card small">
      <summary>{say('dt.character', { detector: detector(id) })}</summary>
      <dl>
        {(['strengths', 'weaknesses', 'costs'] as const).map((part) => (
          <div key={part}>
            <dt>
              <b>{say(`defense.${part}`)}</b>
            </dt>
            <dd>{card(`detectors.${id}.${part}`, detectorCards[id][part])}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** Every budget, for the data table and the file. */
function useRows({ report, detection }: Shown) {
  const voice = useVoice();
  const { say } = voice;
  const percents = (rate: Rate | undefined) =>
    [rate?.value, rate?.low, rate?.high].map((at) => number(at ?? Number.NaN));
  const short = (value: number) => (Number.isNaN(value) ? '' : Number(value.toFixed(4)));
  const interval = [say('dt.low'), say('dt.high')];
  return () => [
    [
      say('table.attack'),
      say('data.epsilon'),
      ...[say('dt.detectedPercent'), ...interval, say('dt.turnedCount')],
      ...[say('dt.jointPercent'), ...interval],
      ...[say('data.robust'), ...interval, say('data.n')],
      ...[say('dt.auroc'), ...interval],
    ],
    ...detection.rows.map(({ cell, detected, joint, auroc }) => [
      attackIn(voice, report, cell),
      describeEpsilon(cell.epsilon),
      ...percents(detected),
      detected.n,
      ...percents(joint),
      ...percents(robustOf(report, cell)),
      joint.n,
      ...[auroc.value, auroc.low, auroc.high].map(short),
    ]),
  ];
}
