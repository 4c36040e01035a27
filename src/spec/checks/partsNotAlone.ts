import { chainName } from '../../defenses/catalog.ts';
import { type Check, notApplicable, passed, raised, raisedOr } from './check.ts';

/** What each part of a chain adds is known only where the parts were measured as well. */
export const partsNotAlone: Check = ({ spec }) => {
  const chains = spec.defenses.filter((chain) => chain.length > 1);
  if (chains.length === 0) return notApplicable('no-chain');
  const alone = new Set(spec.defenses.filter((chain) => chain.length === 1).map(chainName));
  const problems = chains
    .filter((chain) => chain.some(({ id }) => !alone.has(id)))
    .map((chain) => raised({ defense: chainName(chain) }, 0, { defense: chainName(chain) }));
  return raisedOr(problems, passed(chains.length, { count: chains.length }));
};
