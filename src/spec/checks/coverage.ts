import { type Check, passed, raised, raisedOr } from './check.ts';
import { accessOf, isBlackBox, seesInside, singleAttacks } from './kinds.ts';

export const coverage: Check = ({ spec }) => {
  const ids = singleAttacks(spec).map(({ id }) => id);
  const kinds = [
    ['gradient', ids.some(seesInside)],
    ['scores', ids.some((id) => isBlackBox(id) && accessOf(id) === 'scores')],
    ['decisions', ids.some((id) => isBlackBox(id) && accessOf(id) === 'decision')],
  ] as const;
  const missing = kinds.filter(([, there]) => !there).map(([name]) => name);
  const values = { missing: missing.join(', ') };
  return raisedOr(missing.length > 0 ? [raised({}, missing.length, values)] : [], passed(0));
};
