import { useMemo } from 'react';
import { amount } from '../../i18n/numberWords.ts';
import { type CostLine, cheapestPair, costsOf } from '../../spec/thresholds/costs.ts';
import type { Policy } from '../../spec/thresholds/policy.ts';
import type { ThresholdView } from '../../store/thresholds.ts';
import { useActions, useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { thresholdText } from './thresholdText.ts';
import { useFigureFiles } from './useFigureFiles.tsx';

const thousand = 1000;

/** What mistakes and reviews cost on a day, and the pair of thresholds that costs least. */
export function CostCard({ view }: { readonly view: ThresholdView }) {
  const { say, count, percent } = useVoice();
  const { policy, board, strongest, report } = view;
  const traffic = { clean: board.clean, attacked: strongest };
  const { lines, total } = costsOf(traffic, policy, policy.perDay);
  const perThousand = (value: number) => amount((thousand * value) / policy.perDay);
  const title = say('th.costTitle', { inputs: count(policy.perDay) });
  const rows = () => [
    [say('th.what'), say('th.times'), say('th.cost')],
    ...lines.map(({ name, times, cost }) => [say(`th.cost.${name}`), Number(times.value.toFixed(1)), Math.round(cost)]),
  ];
  const files = useFigureFiles({ stem: 'costs', title, report, rows });
  return (
    <Figure
      title={title}
      about={say('th.costAbout', { share: percent(policy.attacked) })}
      foot={say('th.costFoot')}
      actions={files.actions}
    >
      <table>
        <tbody>
          {lines.map((line) => (
            <CostRow key={line.name} line={line} />
          ))}
          <tr className="sum">
            <th scope="row">{say('th.total')}</th>
            <td />
            <td className="n num">
              {amount(total.value)}
              <br />
              <span className="ci">{say('th.range', { low: amount(total.low), high: amount(total.high) })}</span>
            </td>
          </tr>
        </tbody>
      </table>
      <p className="small muted">
        {say('th.perThousand', {
          value: perThousand(total.value),
          low: perThousand(total.low),
          high: perThousand(total.high),
        })}
      </p>
      <Cheapest view={view} />
      {files.dialog}
    </Figure>
  );
}

function CostRow({ line: { name, times, cost } }: { readonly line: CostLine }) {
  const { say } = useVoice();
  return (
    <tr>
      <th scope="row">{say(`th.cost.${name}`)}</th>
      <td className="n num">{amount(times.value)}</td>
      <td className="n num">{amount(cost)}</td>
    </tr>
  );
}

/** The best pair does not depend on the present one, so it is searched only when something else changes. */
function Cheapest({ view: { board, strongest, policy } }: { readonly view: ThresholdView }) {
  const { say } = useVoice();
  const { setPolicy } = useActions();
  const { accept: _, reject: __, ...rest } = policy;
  const key = JSON.stringify(rest);
  const best = useMemo(
    () => cheapestPair({ clean: board.clean, attacked: strongest }, JSON.parse(key) as Policy), // without thresholds
    [board, strongest, key],
  );
  const inUse = best.accept === policy.accept && best.reject === policy.reject;
  const values = {
    accept: thresholdText(best.accept),
    reject: thresholdText(best.reject),
    cost: amount((best.perThousand * policy.perDay) / thousand),
  };
  return (
    <p className="small">
      {say(inUse ? 'th.cheapestUsed' : 'th.cheapest', values)}{' '}
      {!inUse && (
        <LinkButton onPress={() => setPolicy({ accept: best.accept, reject: best.reject })}>
          {say('th.apply')}
        </LinkButton>
      )}
    </p>
  );
}
