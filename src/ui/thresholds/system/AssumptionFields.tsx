import { memo } from 'react';
import { factorNames, uses } from '../../../spec/system/plan.ts';
import { type AssumptionKey, type Assumptions, settingsOf, systemParams } from '../../../spec/system/settings.ts';
import { useActions, useLab, useVoice } from '../../lab.tsx';
import { NumberSetting } from '../NumberSetting.tsx';

/** What the reader assumes of the factors in use that no run measures. */
export const AssumptionFields = memo(() => {
  const { say } = useVoice();
  const { plan, assumed } = useLab((state) => state.system);
  const { assume } = useActions();
  const names = factorNames
    .filter((factor) => uses(plan, factor))
    .flatMap((factor): readonly AssumptionKey[] => settingsOf[factor]);
  if (names.length === 0) return null;
  return (
    <section className="assumed" aria-label={say('sys.assumptions')}>
      <h3>{say('sys.assumptions')}</h3>
      <div>
        {names.map((name) => (
          <NumberSetting
            key={name}
            name={name}
            param={systemParams[name]}
            path={`system.${name}`}
            value={assumed[name]}
            onChange={(value) => assume({ [name]: value } as Partial<Assumptions>)} // every key is a number
          />
        ))}
      </div>
    </section>
  );
});
