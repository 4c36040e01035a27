import { useState } from 'react';
import { describeEpsilon } from '../../../core/epsilon.ts';
import type { SystemView } from '../../../spec/system/assess.ts';
import { uses } from '../../../spec/system/plan.ts';
import { systemView } from '../../../store/system.ts';
import type { ThresholdView } from '../../../store/thresholds.ts';
import { useLab, useVoice } from '../../lab.tsx';
import { Figure } from '../../parts/Figure.tsx';
import { Note } from '../../parts/Note.tsx';
import { attackName } from '../groupNames.ts';
import { cell, useFigureFiles } from '../useFigureFiles.tsx';
import { AssumptionFields } from './AssumptionFields.tsx';
import { EndsTable } from './EndsTable.tsx';
import { FactorTable, factorRows } from './FactorTable.tsx';
import { PlanDiagram } from './PlanDiagram.tsx';
import { SecondModel } from './SecondModel.tsx';
import { shareText } from './shareText.ts';

/** Figure 6: the model among other factors, joined by "and" and "or", from the input to its acceptance. */
export function SystemFigure({ view }: { readonly view: ThresholdView }) {
  const voice = useVoice();
  const { say } = voice;
  const system = useLab((state) => state.system);
  const [chosen, choose] = useState<string>();
  const shown = systemView(view, system, chosen);
  const { attack } = shown;
  const title = say('sys.title');
  const rows = () => [
    [say('sys.factor'), say('sys.passesAttacker'), say('sys.passesHonest'), say('sys.source')],
    ...factorRows(shown, voice).map(({ name, attacker, honest, source }) => [
      name,
      cell(attacker),
      cell(honest),
      source,
    ]),
    ...endRows(shown, voice),
  ];
  const files = useFigureFiles({ stem: 'system', title, report: view.report, rows });
  const name = attack && attackName(voice, view.report, attack.group);
  const epsilon = attack?.group.cell.epsilon;
  return (
    <Figure
      number={say('th.figSix')}
      title={title}
      about={say('sys.about')}
      foot={
        attack &&
        (typeof epsilon === 'number'
          ? say('sys.foot', { attack: name!, epsilon: describeEpsilon(epsilon), n: attack.census.n })
          : say('sys.footPlain', { attack: name!, n: attack.census.n }))
      }
      actions={files.actions}
    >
      <div className="system">
        <div>
          <PlanDiagram shown={shown} />
          <AssumptionFields />
        </div>
        <div>
          {shown.lacksSecond ? (
            <Note tone="caution">{say('sys.lacksSecond')}</Note>
          ) : (
            attack && <EndsTable shown={shown} attack={attack} view={view} />
          )}
          <FactorTable shown={shown} />
        </div>
      </div>
      {attack?.presumed && uses(system.plan, 'second') && (
        <Note tone="caution">
          <b>{say('sys.notIndependent')}</b>{' '}
          {say('sys.presumed', {
            measured: shareText(voice, attack.ends.falseAccept.value),
            independent: shareText(voice, attack.presumed.independent),
            untouched: shareText(voice, attack.presumed.untouched),
          })}
        </Note>
      )}
      <SecondModel view={view} shown={shown} onChoose={choose} />
      {files.dialog}
    </Figure>
  );
}

function endRows({ attack, lacksSecond }: SystemView, { say }: ReturnType<typeof useVoice>) {
  if (!attack || lacksSecond) return [];
  return (['falseAccept', 'falseReject', 'misread'] as const).map((end) => {
    const { value } = attack.ends[end];
    return [say(`sys.${end}`), end === 'falseAccept' ? cell(value) : '', end === 'falseAccept' ? '' : cell(value), ''];
  });
}
