import cifar10Resnet from '../../models/cifar10-resnet/card.json' with { type: 'json' };
import cifar10ResnetFast from '../../models/cifar10-resnet-fast/card.json' with { type: 'json' };
import mnistCnn from '../../models/mnist-cnn/card.json' with { type: 'json' };
import mnistCnnDistilled from '../../models/mnist-cnn-distilled/card.json' with { type: 'json' };
import mnistCnnFast from '../../models/mnist-cnn-fast/card.json' with { type: 'json' };
import mnistCnnIbp from '../../models/mnist-cnn-ibp/card.json' with { type: 'json' };
import mnistCnnPgd from '../../models/mnist-cnn-pgd/card.json' with { type: 'json' };
import mnistCnnSmooth from '../../models/mnist-cnn-smooth/card.json' with { type: 'json' };
import mnistCnnTrades from '../../models/mnist-cnn-trades/card.json' with { type: 'json' };
import mnistMlp from '../../models/mnist-mlp/card.json' with { type: 'json' };
import signsCnn from '../../models/signs-cnn/card.json' with { type: 'json' };
import signsCnnPgd from '../../models/signs-cnn-pgd/card.json' with { type: 'json' };
import type { ModelCard } from './card.ts';

/** Order here is the order in menus and lists. Keys are permanent: they appear in permalinks. */
export const modelCards = {
  'mnist-cnn': mnistCnn,
  'mnist-cnn-pgd': mnistCnnPgd,
  'mnist-cnn-trades': mnistCnnTrades,
  'mnist-cnn-fast': mnistCnnFast,
  'mnist-cnn-distilled': mnistCnnDistilled,
  'mnist-cnn-smooth': mnistCnnSmooth,
  'mnist-cnn-ibp': mnistCnnIbp,
  'mnist-mlp': mnistMlp,
  'signs-cnn': signsCnn,
  'signs-cnn-pgd': signsCnnPgd,
  'cifar10-resnet': cifar10Resnet,
  'cifar10-resnet-fast': cifar10ResnetFast,
} as const satisfies Record<string, ModelCard>;

export type ModelId = keyof typeof modelCards;
export const modelIds = Object.keys(modelCards) as ModelId[];

export const isModelId = (id: string): id is ModelId => Object.hasOwn(modelCards, id);

/** Undefined for a model of the user's own, of which the lab knows nothing before it is loaded. */
export const modelCardOf = (id: string): ModelCard | undefined => (isModelId(id) ? modelCards[id] : undefined);
