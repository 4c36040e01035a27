import type { Identity } from '../chart/identity.ts';
import { Swatch } from '../chart/Swatch.tsx';

interface LineKeyProps {
  readonly entries: readonly { readonly name: string; readonly identity: Identity }[];
}

/** Names every line once. */
export const LineKey = ({ entries }: LineKeyProps) => (
  <ul className="key">
    {entries.map(({ name, identity }) => (
      <li key={name}>
        <Swatch identity={identity} />
        {name}
      </li>
    ))}
  </ul>
);
