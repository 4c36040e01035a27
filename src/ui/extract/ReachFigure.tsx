import { useState } from 'react';
import { whenReached } from '../../spec/extractSummary.ts';
import { type ExtractView, settingName } from '../../store/extractView.ts';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { Segmented } from '../parts/Segmented.tsx';
import { moneyText, settingText } from './extractNames.ts';

const goals = ['0.8', '0.9', '0.95'] as const;

/** Queries, money and time until a copy was as good as the reader asks for. */
export function ReachFigure({ view }: { readonly view: ExtractView }) {
  const voice = useVoice();
  const { say, percent, count, duration } = voice;
  const [goal, setGoal] = useState<(typeof goals)[number]>('0.9');
  const title = say('ex.reach');
  return (
    <Figure
      title={title}
      about={say('ex.reachAbout')}
      choice={
        <Segmented
          label={say('ex.reachGoal')}
          value={goal}
          options={goals.map((value) => ({ value, text: percent(Number(value)) }))}
          onChange={setGoal}
        />
      }
    >
      <Scroll aria-label={title}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{say('ex.column.thief')}</th>
              <th scope="col">{say('ex.column.queries')}</th>
              <th scope="col">{say('ex.column.money')}</th>
              <th scope="col">{say('ex.reachTime')}</th>
            </tr>
          </thead>
          <tbody>
            {view.curves.map((curve) => {
              const step = whenReached(curve, Number(goal));
              return (
                <tr key={settingName(curve)}>
                  <th scope="row">{settingText(voice, curve)}</th>
                  <td className="num">{step ? count(step.queries) : say('ex.reachNever')}</td>
                  <td className="num">{step && moneyText(voice, step.money)}</td>
                  <td className="num">{step && duration(step.seconds)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
    </Figure>
  );
}
