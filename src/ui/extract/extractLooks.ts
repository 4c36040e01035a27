import type { Outcome, Setting } from '../../spec/extractSummary.ts';
import type { Identity } from '../chart/identity.ts';

const colors = ['none', 'squeeze', 'gaussian', 'bits', 'median'].map((name) => `var(--def-${name})`);
const markers = ['circle', 'square', 'triangle', 'diamond'] as const;

/** Colour by the service, marker by the thief, dash by the labels: known without colour too. */
export function lookOf(setting: Setting, all: readonly Outcome[]): Identity {
  const chains = [...new Set(all.map(({ countermeasures }) => countermeasures))];
  const thieves = [...new Set(all.map(({ thief }) => thief))];
  const chain = chains.indexOf(setting.countermeasures);
  return {
    color: colors[chain % colors.length]!,
    marker: markers[(chain + thieves.indexOf(setting.thief)) % markers.length]!,
    dash: setting.labels === 'hard' ? '6 3' : undefined,
    width: 1.9,
    open: setting.labels === 'hard',
  };
}
