import { describeEpsilon } from '../../core/epsilon.ts';
import { rateOf } from '../../i18n/cardWords.ts';
import { bandNames } from '../../spec/thresholds/bands.ts';
import type { SheetProps } from './Sheet.tsx';

const columns = [...bandNames, 'wrong'] as const;

/** The two thresholds, where clean and attacked images land, and what that costs. */
export function Handling({ card, voice, words }: SheetProps) {
  const { say, percent, interval, count } = voice;
  const { handling } = card;
  const title = <h2>{say('rc.thresholds')}</h2>;
  if (!handling)
    return (
      <section>
        {title}
        <p className="muted">{say('rc.noThresholds')}</p>
      </section>
    );
  const { policy, epsilon, load, costPerThousand, cheapest } = handling;
  const about = {
    accept: String(policy.accept),
    reject: String(policy.reject),
    attack: words.attack(0, handling.attack),
    epsilon: describeEpsilon(epsilon),
  };
  const cost = {
    attacked: percent(Number(policy.attacked)),
    reviews: count(1000 * load.value),
    cost: count(costPerThousand.value),
    low: count(costPerThousand.low),
    high: count(costPerThousand.high),
    accept: String(cheapest.accept),
    reject: String(cheapest.reject),
    cheapest: count(cheapest.perThousand),
  };
  return (
    <section>
      {title}
      <p className="tiny">{say(epsilon === null ? 'rc.policyOwn' : 'rc.policy', about)}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('rc.group')}</th>
            {columns.map((column) => (
              <th scope="col" key={column}>
                {say(`rc.band.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(['clean', 'attacked'] as const).map((group) => (
            <tr key={group}>
              <th scope="row">{say(`rc.group.${group}`)}</th>
              {columns.map((column) => (
                <td className="num" key={column}>
                  {percent(rateOf(handling[group][column]).value)}{' '}
                  <span className="ci">{interval(rateOf(handling[group][column]))}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="tiny">{say('rc.cost', cost)}</p>
    </section>
  );
}
