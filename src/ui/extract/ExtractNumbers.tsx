import type { ReactNode } from 'react';
import { Group } from 'react-aria-components';
import { attackCards } from '../../attacks/catalog.ts';
import type { Outcome, Share } from '../../spec/extractSummary.ts';
import { type ExtractView, rateOf } from '../../store/extractView.ts';
import { useVoice } from '../lab.tsx';
import { HalfIcon } from '../parts/icons.tsx';
import { KeyNumber, KeyNumberRow } from '../parts/KeyNumber.tsx';
import { isWatched } from './extractFindingText.ts';
import { moneyText } from './extractNames.ts';

interface NumbersProps {
  readonly view: ExtractView;
  readonly outcome: Outcome;
}

/** What the thief ended with, and what it cost. */
export function ExtractNumbers({ view, outcome }: NumbersProps) {
  const { say, card, percent } = useVoice();
  const { fidelity, accuracy, attacks } = outcome.last;
  const { victimAccuracy } = view.report;
  const victim = victimAccuracy ? percent(victimAccuracy.count / victimAccuracy.n) : say('rate.none');
  const [attack] = attacks;
  return (
    <KeyNumberRow label={say('ex.numbers')} columns={attack ? 4 : 3}>
      <Measure what={say('ex.fidelity')} share={fidelity} />
      <Measure what={say('ex.accuracy', { victim })} share={accuracy} />
      {attack && (
        <Measure what={say('ex.transfer', { attack: titleOf(attack.attack, card) })} share={attack.fooled}>
          <p className="mark caution">
            <HalfIcon />
            {say('ex.lowerBound')}
          </p>
        </Measure>
      )}
      <Bill view={view} outcome={outcome} />
    </KeyNumberRow>
  );
}

export const titleOf = (id: string, card: ReturnType<typeof useVoice>['card']): string =>
  card(`attacks.${id}.title`, (attackCards as Readonly<Record<string, { title: string }>>)[id]?.title ?? id);

interface MeasureProps {
  readonly what: string;
  readonly share: Share;
  readonly children?: ReactNode;
}

function Measure({ what, share, children }: MeasureProps) {
  const { say, intervalAndN } = useVoice();
  return (
    <KeyNumber what={what} rate={share}>
      <p className="ci num">{intervalAndN(rateOf(share))}</p>
      {share.seeds > 1 && <p className="ci">{say('ex.overSeeds', { seeds: share.seeds })}</p>}
      {children}
    </KeyNumber>
  );
}

function Bill({ view, outcome }: NumbersProps) {
  const voice = useVoice();
  const { say, count, duration, percent } = voice;
  const { last, honestAllowed, endedEarly } = outcome;
  return (
    <Group className="measure" aria-label={say('ex.bill')}>
      <p className="what">{say('ex.bill')}</p>
      <p className="val num">{moneyText(voice, last.money)}</p>
      <p className="ci num">{say('ex.billQueries', { queries: count(last.queries), denied: count(last.denied) })}</p>
      <p className="ci num">{say('ex.billTime', { time: duration(last.seconds) })}</p>
      <p className="ci num">{alarmText(voice, view, outcome)}</p>
      {honestAllowed && honestAllowed.value < 1 && (
        <p className="ci num">{say('ex.honestAllowed', { share: percent(honestAllowed.value) })}</p>
      )}
      {endedEarly > 0 && <p className="ci">{say('ex.endedEarly')}</p>}
    </Group>
  );
}

function alarmText({ say, count }: ReturnType<typeof useVoice>, view: ExtractView, outcome: Outcome): string {
  const { firstAlarms, medianAlarm } = outcome;
  if (!isWatched(view, outcome)) return say('ex.billUnwatched');
  const raised = firstAlarms.filter((query) => query !== null).length;
  if (raised === 0) return say('ex.billQuiet');
  const query = medianAlarm === null ? '–' : count(medianAlarm);
  return firstAlarms.length === 1
    ? say('ex.billAlarm', { query })
    : say('ex.billAlarmOf', { query, count: raised, n: firstAlarms.length });
}
