import { Radio, RadioGroup } from 'react-aria-components';

interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly text: string }[];
  readonly onChange: (value: Value) => void;
}

/** One of at most four short answers. */
export function Segmented<Value extends string>({ label, value, options, onChange }: SegmentedProps<Value>) {
  return (
    <RadioGroup
      className="seg"
      aria-label={label}
      orientation="horizontal"
      value={value}
      onChange={(chosen) => onChange(chosen as Value)} // only values of `options` can be chosen
    >
      {options.map((option) => (
        <Radio key={option.value} value={option.value}>
          {option.text}
        </Radio>
      ))}
    </RadioGroup>
  );
}
