import { memo } from 'react';
import { Button, Menu, MenuItem, MenuTrigger } from 'react-aria-components';
import type { SystemView } from '../../../spec/system/assess.ts';
import { andAlso, type FactorName, factorNames, isMeasured, orElse, without } from '../../../spec/system/plan.ts';
import { useActions, useLabStore, useVoice } from '../../lab.tsx';
import { CrossIcon } from '../../parts/icons.tsx';
import { LabPopover } from '../../parts/LabPopover.tsx';
import { factorRows } from './FactorTable.tsx';

/** Requirements in a row, alternatives below each other. Every box can be taken away, and more can be added by key. */
export function PlanDiagram({ shown }: { readonly shown: SystemView }) {
  const { say } = useVoice();
  const { plan } = shown.system;
  return (
    <ol className="plan" aria-label={say('sys.diagram')}>
      <li className="plan-end">{say('sys.input')}</li>
      {plan.map((alternatives, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a requirement is its place in the plan
        <li key={at} className="plan-part">
          {at > 0 && <span className="plan-join">{say('sys.and')}</span>}
          <ul>
            {alternatives.map((factor, i) => (
              <li key={factor}>
                {i > 0 && <span className="plan-join">{say('sys.or')}</span>}
                <FactorBox shown={shown} at={at} factor={factor} />
              </li>
            ))}
          </ul>
          <AddFactor
            text={say('sys.addOr')}
            label={say('sys.addOrTo', { name: say(`sys.factor.${alternatives[0]!}`) })}
            known={alternatives}
            at={at}
          />
        </li>
      ))}
      <li className="plan-part">
        <AddFactor text={say('sys.addAnd')} label={say('sys.addAnd')} known={nothing} at={undefined} />
      </li>
      <li className="plan-end">{say('sys.accepted')}</li>
    </ol>
  );
}

const nothing: readonly FactorName[] = [];

interface FactorBoxProps {
  readonly shown: SystemView;
  readonly at: number;
  readonly factor: FactorName;
}

function FactorBox({ shown, at, factor }: FactorBoxProps) {
  const voice = useVoice();
  const { say, percent } = voice;
  const { setPlan } = useActions();
  const { plan } = shown.system;
  const { name, attacker, honest } = factorRows(shown, voice).find((row) => row.factor === factor)!; // it is in the plan
  const text = (share: number) => (Number.isNaN(share) ? '–' : percent(share));
  return (
    <div className={isMeasured(factor) ? 'factor measured' : 'factor'}>
      <b>{name}</b>
      <span className="num">
        <span>{say('sys.boxAttacker', { share: text(attacker) })}</span>
        <span>{say('sys.boxHonest', { share: text(honest) })}</span>
        <span className="tiny muted">{say(isMeasured(factor) ? 'sys.measured' : 'sys.assumed')}</span>
      </span>
      {plan.flat().length > 1 && (
        <Button
          className="linkbtn"
          aria-label={say('sys.remove', { name })}
          onPress={() => setPlan(without(plan, at, factor))}
        >
          <CrossIcon />
        </Button>
      )}
    </div>
  );
}

interface AddFactorProps {
  readonly text: string;
  readonly label: string;
  /** Those that would say nothing new. */
  readonly known: readonly FactorName[];
  /** Requirement it becomes an alternative of; undefined for a requirement of its own. */
  readonly at: number | undefined;
}

/** Does not change while thresholds move. */
const AddFactor = memo(({ text, label, known, at }: AddFactorProps) => {
  const { say } = useVoice();
  const store = useLabStore();
  const offered = factorNames.filter((factor) => !known.includes(factor));
  if (offered.length === 0) return null;
  const add = (factor: FactorName) => {
    const { plan } = store.getState().system;
    store.getState().setPlan(at === undefined ? andAlso(plan, factor) : orElse(plan, at, factor));
  };
  return (
    <MenuTrigger>
      <Button className="linkbtn" aria-label={label}>
        {text}
      </Button>
      <LabPopover kind="list">
        <Menu className="choices" aria-label={label} onAction={(key) => add(key as FactorName) /* keys are factors */}>
          {offered.map((factor) => (
            <MenuItem key={factor} id={factor} textValue={say(`sys.factor.${factor}`)}>
              <span className="g">
                {say(`sys.factor.${factor}`)}
                <em>{say(`sys.about.${factor}`)}</em>
              </span>
            </MenuItem>
          ))}
        </Menu>
      </LabPopover>
    </MenuTrigger>
  );
});
