import { points } from '../../i18n/numberWords.ts';
import type { ExtractReport } from '../../spec/extractReport.ts';
import { extractViewOf } from '../../store/extractView.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { isWatched } from './extractFindingText.ts';
import { chainNameOf, moneyText, thiefWith } from './extractNames.ts';

/** Runs of this visit and of earlier ones, side by side. */
export function RunsFigure({ shown }: { readonly shown: ExtractReport }) {
  const { say } = useVoice();
  const runs = useLab((state) => state.extractRuns);
  if (runs.length < 2) return null;
  const title = say('ex.runs');
  const columns = [
    'runs.best',
    'column.fidelity',
    'column.accuracy',
    'column.queries',
    'column.money',
    'column.alarm',
    'runs.disguise',
    'runs.actions',
  ] as const;
  return (
    <Figure title={title} about={say('ex.runsAbout')}>
      <Scroll aria-label={title}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{say('ex.column.measures')}</th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {say(`ex.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {runs.flatMap((run) =>
              linesOf(run).map((chain) => (
                <Line key={`${run.startedAt}${chain}`} run={run} chain={chain} isShown={run === shown} />
              )),
            )}
          </tbody>
        </table>
      </Scroll>
    </Figure>
  );
}

const linesOf = (run: ExtractReport) => [
  ...new Set(extractViewOf(run).outcomes.map(({ countermeasures }) => countermeasures)),
];

interface LineProps {
  readonly run: ExtractReport;
  readonly chain: string;
  readonly isShown: boolean;
}

/** The best copy of one run behind one service. */
function Line({ run, chain, isShown }: LineProps) {
  const voice = useVoice();
  const { say, count } = voice;
  const { showExtract, forgetExtract } = useActions();
  const view = extractViewOf(run);
  const [best] = view.outcomes
    .filter(({ countermeasures }) => countermeasures === chain)
    .sort((a, b) => b.last.fidelity.value - a.last.fidelity.value);
  if (!best) return null;
  const { last, medianAlarm } = best;
  const { accounts, padding } = view.spec.settings;
  const alarm = medianAlarm === null ? say('ex.noAlarm') : count(medianAlarm);
  return (
    <tr>
      <th scope="row">
        {chainNameOf(voice, chain)}
        {run.finished?.complete !== true && <span className="tag">{say('ex.runs.part')}</span>}
      </th>
      <td>{thiefWith(voice, best)}</td>
      <td className="num">{points(last.fidelity.value)}</td>
      <td className="num">{points(last.accuracy.value)}</td>
      <td className="num">{count(last.queries)}</td>
      <td className="num">{moneyText(voice, last.money)}</td>
      <td className="num">{isWatched(view, best) ? alarm : '–'}</td>
      <td className="num">
        {accounts > 1 || padding > 0 ? say('ex.runs.disguiseValue', { accounts: count(accounts), padding }) : '–'}
      </td>
      <td>
        {isShown ? (
          <span className="muted">{say('ex.runs.shown')}</span>
        ) : (
          <span className="btns">
            <LinkButton onPress={() => showExtract(run)}>{say('ex.runs.show')}</LinkButton>
            <LinkButton onPress={() => void forgetExtract(run)}>{say('ex.runs.forget')}</LinkButton>
          </span>
        )}
      </td>
    </tr>
  );
}
