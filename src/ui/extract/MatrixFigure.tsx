import { points } from '../../i18n/numberWords.ts';
import { lossOf } from '../../spec/extractLesson.ts';
import type { Outcome } from '../../spec/extractSummary.ts';
import { type ExtractView, rateOf } from '../../store/extractView.ts';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { Note } from '../parts/Note.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { IntervalBar } from '../results/IntervalBar.tsx';
import { cell, useDrawnFiles } from '../thresholds/useFigureFiles.tsx';
import { isWatched } from './extractFindingText.ts';
import { lookOf } from './extractLooks.ts';
import { chainNameOf, thiefWith } from './extractNames.ts';
import { extractProvenance } from './extractProvenance.ts';

/** Table 1: final fidelity of every thief, with soft and hard labels, behind every service. */
export function MatrixFigure({ view }: { readonly view: ExtractView }) {
  const voice = useVoice();
  const { say } = voice;
  const { outcomes } = view;
  const chains = [...new Set(outcomes.map(({ countermeasures }) => countermeasures))];
  const thieves = [...new Map(outcomes.map((outcome) => [`${outcome.thief}|${outcome.labels}`, outcome])).values()];
  const find = (chain: string, { thief, labels }: Outcome) =>
    outcomes.find((each) => each.countermeasures === chain && each.thief === thief && each.labels === labels);
  const title = say('ex.matrix');
  const about = extractProvenance(view, voice);
  const rows = () => [
    [say('ex.column.measures'), ...thieves.map((thief) => thiefWith(voice, thief))],
    ...chains.map((chain) => [
      chainNameOf(voice, chain),
      ...thieves.map((thief) => cell(find(chain, thief)?.last.fidelity.value ?? Number.NaN)),
    ]),
  ];
  const files = useDrawnFiles({ stem: 'extraction-matrix', title, about, rows });
  return (
    <Figure number={say('table.one')} title={title} about={say('ex.matrixAbout')} foot={about} actions={files.actions}>
      <Scroll aria-label={title}>
        <table className="matrix">
          <thead>
            <tr>
              <th scope="col">{say('ex.column.measures')}</th>
              {thieves.map((thief) => (
                <th scope="col" key={`${thief.thief}|${thief.labels}`}>
                  {thiefWith(voice, thief)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {chains.map((chain) => (
              <tr key={chain}>
                <th scope="row">{chainNameOf(voice, chain)}</th>
                {thieves.map((thief) => (
                  <MatrixCell
                    key={`${thief.thief}|${thief.labels}`}
                    view={view}
                    head={thiefWith(voice, thief)}
                    outcome={find(chain, thief)}
                    bare={chain === 'none' ? undefined : find('none', thief)}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <LessonNote view={view} />
      {files.dialog}
    </Figure>
  );
}

interface CellProps {
  readonly view: ExtractView;
  /** Name of the column, for where the table is stacked. */
  readonly head: string;
  readonly outcome: Outcome | undefined;
  readonly bare: Outcome | undefined;
}

function MatrixCell({ view, head, outcome, bare }: CellProps) {
  const { say, percent, interval, count } = useVoice();
  if (!outcome)
    return (
      <td className="muted">
        <span className="th">{head}</span>
        <span>{say('rate.none')}</span>
      </td>
    );
  const { fidelity } = outcome.last;
  const change = bare && fidelity.value - bare.last.fidelity.value;
  return (
    <td>
      <span className="th">{head}</span>
      <span className="num">
        <span className="v">{percent(fidelity.value)}</span> <span className="ci">{interval(rateOf(fidelity))}</span>
      </span>
      <IntervalBar rate={fidelity} color={lookOf(outcome, view.outcomes).color} />
      {change !== undefined && (
        <span className="ci part num">
          {say(change < 0 ? 'ex.lost' : 'ex.gained', { points: points(Math.abs(change)) })}
        </span>
      )}
      {isWatched(view, outcome) && (
        <span className="ci part num">
          {outcome.medianAlarm === null ? say('ex.noAlarm') : say('ex.alarmAt', { query: count(outcome.medianAlarm) })}
        </span>
      )}
    </td>
  );
}

function LessonNote({ view: { lesson } }: { readonly view: ExtractView }) {
  const voice = useVoice();
  const { say } = voice;
  if (!lesson) return null;
  return (
    <Note tone="caution">
      <b>{say('ex.lessonNote')}</b>{' '}
      {say('ex.lessonMore', {
        measure: chainNameOf(voice, lesson.countermeasures),
        soft: points(lossOf(lesson.soft)),
        hard: points(Math.max(0, lossOf(lesson.hard))),
      })}
    </Note>
  );
}
