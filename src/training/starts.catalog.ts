import smallRecipe from '../../recipes/mnist-cnn.json' with { type: 'json' };
import wideRecipe from '../../recipes/mnist-cnn-pgd.json' with { type: 'json' };
import denseRecipe from '../../recipes/mnist-mlp.json' with { type: 'json' };
import type { ModelId } from '../classifiers/catalog.ts';
import type { LayerRecipe } from './recipe.ts';

interface StartCard {
  readonly title: string;
  /** The model whose weights are taken on; random ones where there is none. */
  readonly model?: ModelId;
  readonly architecture: readonly LayerRecipe[];
}

// What TypeScript reads of a JSON file has texts where a recipe has names; a test parses every recipe.
const [small, wide, dense] = [smallRecipe, wideRecipe, denseRecipe].map(
  ({ architecture }) => architecture as LayerRecipe[],
) as [LayerRecipe[], LayerRecipe[], LayerRecipe[]];

/** What training may begin with in the browser. */
export const startCards = {
  small: { title: 'New small CNN', architecture: small },
  wide: { title: 'New CNN with twice the filters', architecture: wide },
  dense: { title: 'New dense network', architecture: dense },
  'mnist-cnn': { title: 'Digit CNN', model: 'mnist-cnn', architecture: small },
  'mnist-cnn-smooth': { title: 'Digit CNN under noise', model: 'mnist-cnn-smooth', architecture: small },
  'mnist-cnn-pgd': { title: 'Digit CNN, PGD-trained', model: 'mnist-cnn-pgd', architecture: wide },
  'mnist-mlp': { title: 'Digit MLP', model: 'mnist-mlp', architecture: dense },
} as const satisfies Record<string, StartCard>;

export type StartId = keyof typeof startCards;
export const startIds = Object.keys(startCards) as StartId[];
