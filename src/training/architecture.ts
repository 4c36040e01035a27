import { unreachable } from '../core/errors.ts';
import type { LayerRecipe, Recipe } from './recipe.ts';

/** Layers that cannot follow one another, or do not end in one score per class. */
export function networkProblems({
  inputShape,
  classNames,
  architecture,
}: Pick<Recipe, 'inputShape' | 'classNames'> & { readonly architecture: readonly LayerRecipe[] }): string[] {
  const problems: string[] = [];
  let size: readonly [number, number] | undefined = [inputShape[0], inputShape[1]]; // undefined once flattened
  for (const [i, layer] of architecture.entries()) {
    const where = `architecture.${i}`;
    const image = layer.kind !== 'dense';
    if (image && !size) problems.push(`${where}: expected dense after flatten or globalAveragePool, got ${layer.kind}`);
    if (!image && size) {
      problems.push(`${where}: expected flatten or globalAveragePool before the first dense`);
      size = undefined;
    }
    if (!size) continue;
    const next = sizeAfter(layer, size);
    if (next && Math.min(...next) < 1) {
      problems.push(`${where}: expected a window within ${size.join(' × ')}, which is left here`);
      return problems;
    }
    size = next;
  }
  const last = architecture.at(-1)!;
  const scores = `dense with ${classNames.length} units (one per class) and linear activation`;
  if (last.kind !== 'dense' || last.units !== classNames.length || last.activation !== 'linear')
    problems.push(`architecture.${architecture.length - 1}: expected ${scores}, got ${JSON.stringify(last)}`);
  return problems;
}

function sizeAfter(layer: LayerRecipe, [h, w]: readonly [number, number]): readonly [number, number] | undefined {
  switch (layer.kind) {
    case 'conv2d': {
      const { padding, kernelSize, strides } = layer;
      const along = (n: number) => Math.ceil((padding === 'same' ? n : n - kernelSize + 1) / strides);
      return [along(h), along(w)];
    }
    case 'residual':
      return [Math.ceil(h / layer.strides), Math.ceil(w / layer.strides)];
    case 'maxPool':
      return [Math.floor(h / layer.size), Math.floor(w / layer.size)];
    case 'globalAveragePool':
    case 'flatten':
    case 'dense':
      return undefined;
    default:
      return unreachable(layer);
  }
}
