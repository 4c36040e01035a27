import { median as medianFilter } from '../tensor/median.ts';
import type { Defense } from './defense.ts';

/** Median smoothing (Xu et al. 2018, arXiv:1704.01155, sec. III-B). */
export const median: Defense<'median'> = (x, { size }) => medianFilter(x, size === 2 ? 2 : 3);
