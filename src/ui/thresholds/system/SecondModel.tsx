import { memo, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Voice } from '../../../i18n/voice.ts';
import type { Report } from '../../../spec/report.ts';
import type { SystemView } from '../../../spec/system/assess.ts';
import type { Dependence } from '../../../spec/system/dependence.ts';
import { otherModels, withSecond } from '../../../store/system.ts';
import type { ThresholdView } from '../../../store/thresholds.ts';
import { useActions, useLab, useVoice } from '../../lab.tsx';
import { Picker } from '../../parts/Picker.tsx';
import { DependenceTable } from './DependenceTable.tsx';

interface SecondModelProps {
  readonly view: ThresholdView;
  readonly shown: SystemView;
  readonly onChoose: (model: string) => void;
}

/** Two models on the same adversarial images: what was measured, and the offer to measure one more. */
export function SecondModel({ view, shown, onChoose }: SecondModelProps) {
  const voice = useVoice();
  const { say, model } = voice;
  const { seconds, second, attack } = shown;
  return (
    <section className="second">
      <h3>{say('sys.secondTitle')}</h3>
      <p className="small">{say('sys.secondAbout')}</p>
      {seconds.length > 1 && second !== undefined && (
        <Picker
          label={say('sys.factor.second')}
          value={second}
          options={seconds.map((value) => ({ value, text: model(value) }))}
          onChange={onChoose}
        />
      )}
      {attack?.dependence && second !== undefined && (
        <>
          <p>{dependenceText(voice, attack.dependence)}</p>
          <DependenceTable dependence={attack.dependence} first={view.report.setting?.model.id ?? ''} second={second} />
        </>
      )}
      <MeasureSecond report={view.report} />
    </section>
  );
}

/** How wrong it is to multiply, in one sentence. */
function dependenceText({ say, percent }: Voice, { first, both, product, gap }: Dependence): string {
  const values = {
    first: percent(first.value),
    both: percent(both.value),
    product: percent(product),
    low: percent(gap.low),
    high: percent(gap.high),
  };
  if (first.count === 0 || first.count === first.n) return say('sys.noRoom', values);
  if (gap.low > 0) return say('sys.moreTogether', values);
  return say(gap.high < 0 ? 'sys.lessTogether' : 'sys.unclear', values);
}

/** Runs the experiment again with one more model; the seed makes the same images. */
const MeasureSecond = memo(({ report }: { readonly report: Report }) => {
  const { say, model } = useVoice();
  const running = useLab(({ run }) => run.kind === 'running');
  const { load, start } = useActions();
  const others = otherModels(report);
  const [wanted, want] = useState<string>();
  const next = others.find((name) => name === wanted) ?? others[0];
  if (next === undefined) return null;
  const measure = () => {
    load(withSecond(report, next));
    start();
  };
  return (
    <div className="measure-second">
      <Picker
        label={say('sys.which')}
        value={next}
        options={others.map((value) => ({ value, text: model(value) }))}
        onChange={want}
      />
      <Button className="btn" isDisabled={running} onPress={measure}>
        {say('sys.measure')}
      </Button>
    </div>
  );
});
