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

/** Where a choice came from: timed just now, timed on an earlier visit, or taken without timing. */
export type ChoiceOrigin = 'measured' | 'remembered' | 'usual';

export interface KernelChoice extends KernelForms {
  readonly origin: ChoiceOrigin;
}

/** What serves where nothing was measured: stock where it is decent everywhere, ours where stock is plainly slow. */
export const usualForms: KernelForms = { inputGradient: ['gather'], filterGradient: ['tiles'] };

/** Forms that were written down earlier, or undefined when they make no sense any more. */
export function readKernelForms(value: unknown): KernelForms | undefined {
  const { inputGradient, filterGradient } = (value ?? {}) as Record<string, unknown>; // checked below
  const known = (given: unknown, names: readonly string[]) =>
    Array.isArray(given) && given.length > 0 && given.every((name) => names.includes(name));
  return known(inputGradient, inputGradientForms) && known(filterGradient, filterGradientForms)
    ? (value as KernelForms)
    : undefined;
}
