import { Button, ListBox, ListBoxItem, Select, SelectValue } from 'react-aria-components';
import { ChevronIcon } from './icons.tsx';
import { LabPopover } from './LabPopover.tsx';

export interface PickerOption<Value extends string> {
  readonly value: Value;
  readonly text: string;
  /** What it means, in a second line. */
  readonly about?: string | undefined;
}

interface PickerProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly PickerOption<Value>[];
  readonly onChange: (value: Value) => void;
}

export function Picker<Value extends string>({ label, value, options, onChange }: PickerProps<Value>) {
  return (
    <Select
      className="select"
      aria-label={label}
      selectedKey={value}
      onSelectionChange={(key) => onChange(key as Value)} // keys are the values of `options`
    >
      <Button>
        <SelectValue className="g" />
        <ChevronIcon />
      </Button>
      <LabPopover kind="list">
        <ListBox className="choices" items={options.map((option) => ({ ...option, id: option.value }))}>
          {(option) => (
            <ListBoxItem textValue={option.text}>
              <span className="g">
                {option.text}
                {option.about && <em>{option.about}</em>}
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </LabPopover>
    </Select>
  );
}
