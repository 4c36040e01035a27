const bins = 15;

/**
 * Expected calibration error in 15 equal bins of confidence (Guo et al. 2017, arXiv:1706.04599, eq. 3): the mean distance
 * between how sure and how right the answers of a bin are, each bin counting as it is filled. NaN for no answers.
 */
export function calibrationError(confidences: readonly number[], right: readonly boolean[]): number {
  const gaps = new Float64Array(bins);
  for (const [i, confidence] of confidences.entries())
    gaps[Math.min(bins - 1, Math.floor(confidence * bins))]! += confidence - Number(right[i]);
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / confidences.length;
}
