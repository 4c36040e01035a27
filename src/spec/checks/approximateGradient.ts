import { chainName, type DefenseChain, defenseCards } from '../../defenses/catalog.ts';
import { type Check, notApplicable, passed, raised, raisedOr } from './check.ts';
import { isBlackBox, singleAttacks } from './kinds.ts';

/** Through a squeezer the adaptive attack follows an approximation; an attack without gradients is not misled by it. */
export const approximateGradient: Check = ({ spec }) => {
  const chains = spec.adaptive === 'no' ? [] : spec.defenses.filter(isApproximated).map(chainName);
  if (chains.length === 0) return notApplicable('no-approximation');
  const alone = singleAttacks(spec).some(({ id }) => isBlackBox(id)) ? [] : chains;
  const problems = alone.map((defense) => raised({ defense, adaptive: true }, 0, { defense }));
  return raisedOr(problems, passed(chains.length));
};

const isApproximated = (chain: DefenseChain) => chain.some(({ id }) => defenseCards[id].backward !== 'exact');
