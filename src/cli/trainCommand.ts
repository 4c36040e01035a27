import type { Command } from 'commander';
import type { BackendName } from '../core/backend.ts';
import { describe } from '../core/params.ts';
import { machineParams } from './evaluateRequest.ts';
import { chosenBackend, type MachineBackend, readBackend, readWorkers } from './machineFlags.ts';
import type { TrainSources } from './trainRecipe.ts';

export interface TrainFlags extends TrainSources {
  readonly out?: string;
  readonly resume?: boolean;
  readonly workers?: number;
  readonly backend?: BackendName | undefined;
}

interface TrainActions {
  train(recipe: string, options: TrainFlags): Promise<void>;
}

const { backend } = machineParams;

/** `epsilon train` and its help. */
export function addTrain(program: Command, { train }: TrainActions): void {
  program
    .command('train')
    .description('train a model from a recipe, or a model of your own the way a recipe says')
    .argument('<recipe>', 'recipe file, such as recipes/mnist-cnn.json or recipes/tune-digits.json')
    .option(
      '--model <file>',
      "start from this model instead of the recipe's network: ONNX, Keras or TensorFlow.js LayersModel, or a model of the lab with the recipe's layers",
    )
    .option('--images <file>', 'train on your own images: an NPZ archive with x and y, or an idx or NPY file (.gz too)')
    .option('--labels <file>', 'their labels, where they are not in the same NPZ archive: an idx or NPY file')
    .option(
      '--out <folder>',
      'folder for the model (default: models/<id>; for a model of your own <its name>-<method>)',
    )
    .option('--resume', 'continue after the last whole epoch of a run that was stopped')
    .option(
      '--workers <number>',
      'threads that share each batch (default: 1 for plain, one per core for the others)',
      readWorkers,
    )
    .option('--backend <name>', `what computes: ${describe(backend)} (default: ${backend.default})`, readBackend)
    .action(
      (recipe: string, { backend, ...options }: Omit<TrainFlags, 'backend'> & { readonly backend?: MachineBackend }) =>
        train(recipe, { ...options, backend: chosenBackend(backend) }),
    )
    .addHelpText('after', aboutOwnModels);
}

const aboutOwnModels = `
Models of your own (--model, or "start": {"model": "file:PATH"} without "architecture" in a recipe):
  epsilon train recipes/tune-digits.json --model model.onnx
  Methods plain, gaussian, fast, pgd, trades and free take every model whose weights the lab can read; ibp needs
  operations that interval bounds pass, distillation a network without batch norm. Preprocessing stays inside, a
  softmax at the end is taken off, batch norm keeps the statistics of the file, frozen weights stay.
  GraphModels and models without gradient cannot be trained. Images have to have the size and the classes of the model.
  The result is model.onnx with a card.json that holds the accuracy before and after; attack it with
  epsilon evaluate --model file:FOLDER/model.onnx
`;
