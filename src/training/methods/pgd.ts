import { pgd as climb } from '../../attacks/pgd.ts';
import { attackOn, teachOn } from './examples.ts';
import type { OpenMethod } from './method.ts';

/** Only what PGD makes of the images against the network as it is now (Madry et al. 2018, arXiv:1706.06083, sec. 2.1). */
export const pgd: OpenMethod<'pgd'> = (settings, room) => ({
  updates: 1,
  teach: async (batch, descend) => {
    const { steps, stepSize } = settings;
    const params = { steps, stepSize, randomStart: true, restarts: 1, loss: 'ce', earlyStop: false } as const;
    return teachOn(await climb(attackOn(room, batch, settings, params)), batch, descend);
  },
});
