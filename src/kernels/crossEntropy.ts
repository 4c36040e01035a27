/**
 * Kernels of ours: logΣexp(z) − z_y of every row in one pass, and its gradient. Inputs `logits`, `[n, k]` float32, and
 * `labels`, `[n]` int32 in [0, k); the gradient also takes `dy`, `[n]`. Stable for any finite logits.
 */
export const CrossEntropy = 'CrossEntropy';
export const CrossEntropyGrad = 'CrossEntropyGrad';
