import type { Scene, Thief } from './thief.ts';

/**
 * Images of the pool in random order, each once: Copycat (Correia-Silva et al. 2018, arXiv:1806.05476, sec. 3), which
 * believes the likeliest class, and Knockoff with random choice (Orekondy et al. 2019, arXiv:1812.02766, sec. 4.1), which
 * learns from probabilities. Neither looks at an answer before it chooses.
 */
export const randomThief = ({ pool }: Scene): Thief => ({ next: (most) => pool.take(most) });
