import { type ReactNode, useState } from 'react';
import { Checkbox } from 'react-aria-components';
import type { ParamSchema } from '../../core/params.ts';
import type { SpecText } from '../../spec/spec.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { ChevronIcon, TickIcon } from '../parts/icons.tsx';
import { ParamField } from './ParamField.tsx';

/** Parameters of one card. */
interface ParamGroup {
  /** Head of the keys in the draft: `pgd.steps`. */
  readonly id: string;
  readonly title: string;
  /** Where the words are: `attacks.pgd.params`. */
  readonly path: string;
  readonly schema: ParamSchema;
}

/** Where settings are read and written; the form of the evaluation where nothing else is said. */
export interface OptionForm {
  readonly text: SpecText;
  readonly edit: (key: string, value: string | undefined) => void;
}

interface OptionItemProps {
  readonly title: string;
  readonly about: string;
  readonly swatch?: ReactNode;
  readonly tag?: string;
  readonly chosen: boolean;
  readonly onToggle: (on: boolean) => void;
  readonly groups: readonly ParamGroup[];
  /** What to know before relying on it, shown above the settings. */
  readonly notes?: readonly { readonly term: string; readonly text: string }[];
  readonly form?: OptionForm | undefined;
}

/** Something that can be taken into the experiment, with its settings folded away. */
export function OptionItem({ title, about, swatch, tag, chosen, onToggle, groups, notes = [], form }: OptionItemProps) {
  const { say } = useVoice();
  const [open, setOpen] = useState(false);
  return (
    <li>
      <Checkbox className="opt" isSelected={chosen} onChange={onToggle}>
        <span className="box">
          <TickIcon />
        </span>
        <span className="nm">
          {swatch}
          {title}
        </span>
        {tag && <span className="tag">{tag}</span>}
        <span className="d">{about}</span>
      </Checkbox>
      {chosen && groups.length > 0 && (
        <div className="opt-more">
          <button type="button" className="expander" aria-expanded={open} onClick={() => setOpen(!open)}>
            {say('setup.more', { name: title })}
            <ChevronIcon />
          </button>
          {open && notes.length > 0 && (
            <dl className="tiny muted">
              {notes.map(({ term, text }) => (
                <div key={term}>
                  <dt>
                    <b>{term}</b>
                  </dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>
          )}
          {open &&
            groups.map((group) => (
              <ParamGroupFields key={group.id} group={group} titled={groups.length > 1} form={form} />
            ))}
        </div>
      )}
    </li>
  );
}

interface ParamGroupProps {
  readonly group: ParamGroup;
  readonly titled: boolean;
  readonly form: OptionForm | undefined;
}

function ParamGroupFields({ group, titled, form }: ParamGroupProps) {
  const draft = useLab((state) => state.draft);
  const { edit } = useActions();
  const { text, edit: change } = form ?? { text: draft, edit };
  return (
    <div className="fields">
      {titled && <p className="tiny muted">{group.title}</p>}
      {Object.entries(group.schema).map(([name, param]) => (
        <ParamField
          key={name}
          name={name}
          param={param}
          path={`${group.path}.${name}`}
          text={text[`${group.id}.${name}`]}
          onChange={(value) => change(`${group.id}.${name}`, value)}
        />
      ))}
    </div>
  );
}
