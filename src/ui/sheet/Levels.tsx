import type { Verdict } from '../../spec/robustness/levels.ts';
import type { SheetProps } from './Sheet.tsx';
import { type MarkTone, SheetMark } from './SheetMark.tsx';

const toneOf: Record<Verdict, MarkTone> = { passed: 'ok', failed: 'failed', 'not-tested': 'wait' };

/** Each level with its criteria, what was found and what follows; the bounds are the profile's, in the open. */
export function Levels({ card, voice, words }: SheetProps) {
  const { say, language } = voice;
  const { profile } = card;
  const title = textIn(profile.title, language);
  const about = { title, id: profile.id, hash: card.profileSha256.slice(0, 10), images: profile.images };
  return (
    <section>
      <h2>{say('rc.levels')}</h2>
      <p className="muted tiny">
        {words.reached} {say('rc.levelsAbout', about)}
      </p>
      <table className="levels">
        <thead>
          <tr>
            <th scope="col">{say('rc.criterion')}</th>
            <th scope="col">{say('rc.found')}</th>
            <th scope="col">{say('rc.verdict')}</th>
          </tr>
        </thead>
        {profile.levels.map((level, i) => (
          <tbody key={level.level}>
            <tr className="level">
              <th scope="rowgroup" colSpan={2}>
                {say('rc.level', { level: level.level, title: textIn(level.title, language) })}
                <span className="muted"> {textIn(level.about, language)}</span>
              </th>
              <td>
                <Mark verdict={card.levels[i]!.verdict} say={say} />
              </td>
            </tr>
            {level.criteria.map((criterion, j) => {
              const judged = card.levels[i]!.criteria[j]!;
              return (
                <tr key={criterion.id}>
                  <th scope="row">{words.criterion(criterion)}</th>
                  <td className={judged.measure ? 'num' : 'muted'}>{words.found(judged)}</td>
                  <td>
                    <Mark verdict={judged.verdict} say={say} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        ))}
      </table>
    </section>
  );
}

const Mark = ({ verdict, say }: { readonly verdict: Verdict } & Pick<SheetProps['voice'], 'say'>) => (
  <SheetMark tone={toneOf[verdict]}>{say(`rc.verdict.${verdict}`)}</SheetMark>
);

const textIn = (text: { readonly en: string; readonly ja: string }, language: string) =>
  language === 'ja' ? text.ja : text.en;
