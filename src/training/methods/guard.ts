import type { Classroom } from '../course.ts';
import { gather } from '../images.ts';
import { countWithstanding } from '../robustness.ts';
import { shareOf } from '../team.ts';
import type { Method } from './method.ts';

const fall = 0.2; // of the accuracy under PGD, from one epoch to the next
const probeSize = 512; // the paper takes one batch; with more images chance alone cannot look like a fall

/**
 * Notices catastrophic overfitting (Wong et al. 2020, arXiv:2001.03994, sec. 5.4): after each epoch a small PGD attacks
 * training images, and where the network withstands it much less than an epoch before, it is put back.
 *
 * Differs from the paper, which ends there: training goes on from the state before, in another order and at the lower
 * learning rate of the next epoch.
 */
export function guardAgainstCollapse(
  room: Classroom,
  epsilon: number,
): Required<Pick<Method, 'startEpoch' | 'finishEpoch'>> {
  let good: { readonly withstood: number; readonly state: Float32Array } | undefined;
  const present = async () => ({
    withstood: await shareWithstanding(room, epsilon),
    state: await room.learner.state(),
  });
  return {
    async startEpoch(epoch) {
      if (epoch > 1) good ??= await present(); // a resumed run stands where the last good epoch ended
    },
    async finishEpoch(epoch) {
      const now = await present();
      if (!good || now.withstood >= good.withstood - fall) {
        good = now;
        return;
      }
      room.learner.restore(good.state);
      room.host.emit({ kind: 'restored', epoch, from: now.withstood, to: good.withstood });
    },
  };
}

/** Share of the first training images that withstand PGD; every member of the team attacks its part. */
async function shareWithstanding(room: Classroom, epsilon: number): Promise<number> {
  const { images, count, team } = room;
  const probe = Int32Array.from({ length: Math.min(probeSize, count) }, (_, i) => i);
  const own = shareOf(probe, team);
  const withstood = await countWithstanding(room, gather(images, own), { epsilon, purpose: 'guard' });
  const [sum = 0] = await team.sum(Float32Array.of(withstood));
  return sum / probe.length;
}
