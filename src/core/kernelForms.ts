/** Programs for the input gradient of convolution on WebGPU: gather (stock), product of matrices (stock), turned filter. */
export const inputGradientForms = ['gather', 'product', 'turned'] as const;
export type InputGradientForm = (typeof inputGradientForms)[number];

/** Programs for the filter gradient of convolution on WebGPU: one thread per weight (stock), product in tiles (ours). */
export const filterGradientForms = ['thread', 'tiles'] as const;
export type FilterGradientForm = (typeof filterGradientForms)[number];

/** Which programs serve on an adapter, fastest first; a program that does not cover a case leaves it to the next. */
export interface KernelForms {
  readonly inputGradient: readonly InputGradientForm[];
  readonly filterGradient: readonly FilterGradientForm[];
}
