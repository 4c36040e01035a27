import type { AttackCard } from '../../attacks/card.ts';
import { type AttackChoice, attackCards } from '../../attacks/catalog.ts';

/** Whether an attack goes for a confident wrong answer rather than any: MaxConfidence, or C&W with a κ. */
export function seeksConfidence({ id, params }: AttackChoice): boolean {
  const { goesOn = false }: AttackCard = attackCards[id];
  return goesOn || (id === 'cw' && 'confidence' in params && params.confidence > 0);
}
