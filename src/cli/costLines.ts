import type { Engine } from '../../workers/engine.ts';
import { measureSpeed } from '../../workers/measureSpeed.ts';
import { type AttackChoice, membersOf } from '../attacks/catalog.ts';
import { attackCost, totalWork } from '../spec/cost.ts';
import { parseSpec, type Spec, type SpecText } from '../spec/spec.ts';
import { duration } from './progress.ts';

/**
 * What a run with a cascade costs at most, before it starts: passes per image of each cascade, and the time on this
 * machine, which is measured first. Nothing for runs without one, which are over before that would be.
 */
export async function costLines(engine: Engine, text: SpecText, signal: AbortSignal): Promise<string[]> {
  const spec = parseSpec(text);
  const cascades = spec.attacks.filter((choice) => membersOf(choice, spec.norm).length > 0);
  if (cascades.length === 0) return [];
  const seconds = totalWork(spec) / (await measureSpeed(engine, text, signal));
  return [
    ...cascades.map((choice) => passesLine(spec, choice)),
    `the whole run: at most ${duration(seconds)} here; images that fall early cost less`,
  ];
}

function passesLine(spec: Spec, choice: AttackChoice): string {
  const { gradients, forwards } = attackCost(spec, choice);
  const parts = membersOf(choice, spec.norm).map(({ id, share }) => (share < 1 ? `${id} on ${percent(share)}` : id));
  return `${choice.id}: at most ${whole(gradients)} gradient and ${whole(forwards)} forward passes per image (${parts.join(', ')})`;
}

const whole = (passes: number) => Math.round(passes).toLocaleString('en-US');
const percent = (share: number) => `${Math.round(100 * share)} %`;
