import { type Check, notApplicable, passed, raised, raisedOr } from './check.ts';

const most = 1e-4; // of the largest logit, as in AutoAttack

export const randomForward: Check = ({ evidence }) => {
  if (evidence.length === 0) return notApplicable('unmeasured');
  const problems = evidence
    .filter(({ numbers }) => !(numbers.difference! <= most) && numbers.draws === 1)
    .map(({ cells, numbers }) =>
      raised({ defense: cells.defense!, adaptive: true }, numbers.difference!, {
        defense: cells.defense!,
        difference: numbers.difference!.toExponential(0),
      }),
    );
  const worst = evidence.reduce((a, b) => (b.numbers.difference! > a.numbers.difference! ? b : a)).numbers;
  const values = { difference: worst.difference!.toExponential(0), draws: worst.draws! };
  return raisedOr(problems, passed(worst.difference!, values));
};
