import { workOf } from '../attacks/catalog.ts';
import type { CertificateId } from '../certification/certificates.catalog.ts';
import { boundMethods, type CertifySpec } from './certifySpec.ts';
import { attackCost } from './cost.ts';

const boundWork: Readonly<Record<Exclude<CertificateId, 'smoothing'>, number>> = { interval: 8, linear: 160 }; // as measured on digits

/** What each part of a certification costs for one image, in passes forward and backward. */
export function partsOf({ methods, bare, noisy, settings }: CertifySpec) {
  const attack = (spec: typeof bare) => workOf(attackCost(spec, spec.attacks[0]!)); // there is one
  const votes = (forwards: number) => workOf({ forwards, gradients: 0 });
  return {
    /** At one budget. */
    attack: attack(bare),
    bounds: boundMethods(methods).reduce((sum, id) => sum + boundWork[id], 0),
    votes: noisy ? votes(settings.n + settings.n0) : 0,
    /** At one radius. */
    noisyAttack: noisy ? attack(noisy) * noisy.eot + votes(settings.n0) : 0,
  };
}

/** Of a whole run. */
export function certifyWork(spec: CertifySpec): number {
  const { attack, bounds, votes, noisyAttack } = partsOf(spec);
  const bounded = bounds > 0 ? spec.bare.epsilons.length * (attack + bounds) : 0;
  return spec.bare.count * (bounded + votes + (spec.noisy?.epsilons.length ?? 0) * noisyAttack);
}
