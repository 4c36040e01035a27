import { memo, useRef } from 'react';
import type { Bin, Fit } from '../../spec/thresholds/calibration.ts';
import { auroc } from '../../spec/thresholds/ranked.ts';
import type { ThresholdView } from '../../store/thresholds.ts';
import type { Identity } from '../chart/identity.ts';
import { LineChart } from '../chart/LineChart.tsx';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { Note } from '../parts/Note.tsx';
import { LineKey } from './LineKey.tsx';
import { percentTicks } from './percentTicks.ts';
import { cell, useFigureFiles } from './useFigureFiles.tsx';

/** Figure 4: whether 90 % sure means 9 in 10 right, and how well confidence tells images apart. */
export const ReliabilityFigure = memo(Reliability, ({ view: a }, { view: b }) => {
  return a.board === b.board && a.strongest === b.strongest;
});

function Reliability({ view }: { readonly view: ThresholdView }) {
  const { say } = useVoice();
  const plot = useRef<SVGSVGElement>(null);
  const { calibration } = view.board;
  const { before, after, temperature, fitted, wrong, tested } = calibration;
  const title = say('th.reliabilityTitle');
  const names = { before: say('th.before'), after: say('th.after', { temperature: temperature.toFixed(2) }) };
  const rows = () => [
    [say('th.calibration'), say('th.confidence'), say('th.accuracy'), say('th.images')],
    ...binRows(names.before, before),
    ...binRows(names.after, after),
  ];
  const files = useFigureFiles({ stem: 'reliability', title, report: view.report, rows, plot });
  return (
    <Figure
      number={say('th.figFour')}
      title={title}
      about={say('th.reliabilityAbout')}
      foot={say('th.reliabilityFoot', { fitted, tested })}
      actions={files.actions}
    >
      <LineKey
        entries={[
          { name: names.before, identity: looks.before },
          { name: names.after, identity: looks.after },
        ]}
      />
      <LineChart
        ref={plot}
        title={title}
        xName={say('th.confidenceAxis')}
        x={percentTicks}
        y={percentTicks}
        lines={[
          { key: 'before', identity: looks.before, points: pointsOf(before) },
          { key: 'after', identity: looks.after, points: pointsOf(after) },
        ]}
        marked
        diagonal
      />
      <Scores view={view} names={names} />
      {wrong < fewWrong && <Note tone="info">{say('th.fewWrong', { wrong, fitted })}</Note>}
      {files.dialog}
    </Figure>
  );
}

const fewWrong = 20; // wrong answers that a temperature should rest on

const looks = {
  before: { color: 'var(--atk-pgd)', marker: 'square', dash: undefined, width: 2, open: false },
  after: { color: 'var(--atk-square)', marker: 'diamond', dash: '6 3', width: 2, open: false },
} as const satisfies Record<string, Identity>;

const filled = ({ bins }: Fit): readonly Bin[] => bins.filter(({ n }) => n > 0);
const pointsOf = (fit: Fit) => filled(fit).map(({ confidence, accuracy }) => ({ x: confidence, y: accuracy }));
const binRows = (name: string, fit: Fit) =>
  filled(fit).map(({ confidence, accuracy, n }) => [name, cell(confidence), cell(accuracy), n]);

interface ScoresProps {
  readonly view: ThresholdView;
  readonly names: { readonly before: string; readonly after: string };
}

/** ECE and Brier before and after, and AUROC of the rule that is in use. */
function Scores({ view: { board, strongest }, names }: ScoresProps) {
  const { say, percent } = useVoice();
  const { before, after } = board.calibration;
  const rightFromWrong = auroc(board.cleanRight.all.scores, board.cleanWrong.all.scores);
  const cleanFromAttacked = strongest ? auroc(board.clean.all.scores, strongest.all.scores) : Number.NaN;
  return (
    <>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{say('th.calibration')}</th>
            <th scope="col" className="n">
              {say('th.ece')}
            </th>
            <th scope="col" className="n">
              {say('th.brier')}
            </th>
          </tr>
        </thead>
        <tbody>
          {[
            { name: names.before, fit: before },
            { name: names.after, fit: after },
          ].map(({ name, fit }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="n num">{percent(fit.ece)}</td>
              <td className="n num">{fit.brier.toFixed(4)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="small muted">
        {say('th.auroc', { right: number(rightFromWrong), attacked: number(cleanFromAttacked) })}
      </p>
    </>
  );
}

const number = (value: number) => (Number.isNaN(value) ? '–' : value.toFixed(3));
