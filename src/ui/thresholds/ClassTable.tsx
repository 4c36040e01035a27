import type { Rate } from '../../core/stats.ts';
import { scoredOf } from '../../spec/thresholds/board.ts';
import { type Comparison, classRows, compareOwn } from '../../spec/thresholds/classes.ts';
import type { ThresholdView } from '../../store/thresholds.ts';
import { reportClassNames } from '../gallery/reportClassNames.ts';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { attackName } from './groupNames.ts';
import { thresholdText } from './thresholdText.ts';
import { cell, useFigureFiles } from './useFigureFiles.tsx';

/** Table 1: what the accept threshold does class by class, and the threshold each class would need. */
export function ClassTable({ view }: { readonly view: ThresholdView }) {
  const voice = useVoice();
  const { say, percent, interval } = voice;
  const { report, board, policy, naive, knowing } = view;
  const attack = knowing ?? naive;
  const { clean, attacks } = scoredOf(report, board.defense, policy.rule);
  const attacked = attacks.find(({ cell: known }) => known === attack?.cell)?.scored;
  const names = reportClassNames(report, voice);
  const rows = classRows(clean, attacked, policy);
  const compared = compareOwn(clean, attacked, policy.accept, rows);
  const shown = ({ n, value }: Rate) => (n === 0 ? '–' : percent(value));
  const sharesIn = (name: string, { accepted, wrong, through }: Comparison) => ({
    [`${name}Accepted`]: shown(accepted),
    [`${name}Wrong`]: shown(wrong),
    [`${name}Through`]: shown(through),
  });
  const title = say('th.classTitle');
  const head = [
    say('th.class'),
    say('th.accepted'),
    say('th.wrongOfAccepted'),
    say('th.attackedInto'),
    say('th.ownThreshold'),
  ];
  const own = (value: number | undefined) => (value === undefined ? '–' : thresholdText(value));
  const name = (answer: number) => names[answer] ?? String(answer);
  const files = useFigureFiles({
    stem: 'classes',
    title,
    report,
    rows: () => [
      head,
      ...rows.map((row) => [name(row.answer), cell(row.accepted.value), row.wrong.count, row.attacked, own(row.own)]),
    ],
  });
  return (
    <Figure
      number={say('table.one')}
      title={title}
      about={say('th.classAbout', { attack: attack ? attackName(voice, report, attack) : '–' })}
      actions={files.actions}
    >
      <Scroll aria-label={title}>
        <table className="data">
          <thead>
            <tr>
              {head.map((text, i) => (
                <th key={text} scope="col" className={i === 0 ? undefined : 'n'}>
                  {text}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ answer, accepted, wrong, attacked: hits, own: needed }) => (
              <tr key={answer}>
                <th scope="row">{name(answer)}</th>
                <td className="n num">
                  {accepted.n === 0 ? '–' : percent(accepted.value)}{' '}
                  <span className="ci">{accepted.n > 0 && interval(accepted)}</span>
                </td>
                <td className="n num">{say('th.ofN', { count: wrong.count, n: wrong.n })}</td>
                <td className="n num">{hits}</td>
                <td className="n num">{own(needed)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className="small">
        {say('th.ownCompared', {
          ...sharesIn('common', compared.common),
          ...sharesIn('own', compared.own),
        })}
      </p>
      {files.dialog}
    </Figure>
  );
}
