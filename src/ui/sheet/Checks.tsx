import { type CheckCode, checkCards } from '../../spec/checks/catalog.ts';
import type { RobustnessCard } from '../../spec/robustness/cardSchema.ts';
import type { SheetProps } from './Sheet.tsx';
import { type MarkTone, SheetMark } from './SheetMark.tsx';

type Outcome = 'raised' | 'passed';

const toneOf: Record<Outcome, MarkTone> = { raised: 'caution', passed: 'ok' };

/** Which doubts about the numbers were looked for, and which were found. */
export function Checks({ card, voice }: SheetProps) {
  const { say } = voice;
  const codes = byOutcome(card);
  const counts = { passed: codes.passed.length, raised: codes.raised.length, none: codes.none.length };
  const title = (code: CheckCode) => voice.card(`checks.${code}.title`, checkCards[code].title);
  const times = (code: CheckCode) => card.checks.filter((one) => one.code === code && one.outcome === 'raised').length;
  const name = (code: CheckCode) =>
    times(code) > 1 ? say('rc.raisedTimes', { title: title(code), times: times(code) }) : title(code);
  return (
    <section className="checks">
      <h2>{say('rc.checks')}</h2>
      <p className="muted tiny">{say('rc.checksCount', counts)}</p>
      {(['raised', 'passed'] as const).map(
        (outcome) =>
          codes[outcome].length > 0 && (
            <div key={outcome}>
              <SheetMark tone={toneOf[outcome]}>
                {say(outcome === 'raised' ? 'rc.checksRaised' : 'rc.checksPassed')}
              </SheetMark>
              <p className="tiny">{codes[outcome].map(name).join(say('own.join'))}</p>
            </div>
          ),
      )}
    </section>
  );
}

/** A check that was raised in one report is raised; one that passed in any is passed. */
function byOutcome({ checks }: RobustnessCard): Record<Outcome | 'none', CheckCode[]> {
  const codes = [...new Set(checks.map(({ code }) => code))];
  const has = (code: CheckCode, outcome: Outcome) => checks.some((one) => one.code === code && one.outcome === outcome);
  return {
    raised: codes.filter((code) => has(code, 'raised')),
    passed: codes.filter((code) => !has(code, 'raised') && has(code, 'passed')),
    none: codes.filter((code) => !has(code, 'raised') && !has(code, 'passed')),
  };
}
