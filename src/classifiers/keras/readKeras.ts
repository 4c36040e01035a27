import { badFile } from '../../core/errors.ts';
import type { Graph } from '../graph/graph.ts';
import type { ModelFolder } from '../modelFolder.ts';
import { majorVersion } from './activations.ts';
import { parseKerasConfig } from './config.ts';
import { type Hdf5, readHdf5 } from './hdf5.ts';
import { importKeras, type WeightsOf } from './importKeras.ts';

/** A `.h5` file: configuration in an attribute, weights below `model_weights/<layer>`. @throws {LabError} `asset` */
export async function readKerasH5(where: string, bytes: Uint8Array): Promise<Graph> {
  const file = await readHdf5(where, bytes);
  const text = file.attribute('model_config');
  if (text === undefined) throw badFile(where, 'keras-config', { got: 'no model_config' });
  return importKeras(
    where,
    parseKerasConfig(where, parsed(where, text)),
    below(file),
    majorVersion(file.attribute('keras_version')),
  );
}

/** A `.keras` archive of Keras 3: config.json and model.weights.h5. @throws {LabError} `asset` */
export async function readKerasArchive({ where, names, read }: ModelFolder): Promise<Graph> {
  const config = parsed(`${where}: config.json`, new TextDecoder().decode(await read('config.json')));
  const weights = await readHdf5(`${where}: model.weights.h5`, await read('model.weights.h5'));
  const facts = names.includes('metadata.json')
    ? parsed(`${where}: metadata.json`, new TextDecoder().decode(await read('metadata.json')))
    : undefined;
  const version = (Object(facts) as { readonly keras_version?: unknown }).keras_version;
  return importKeras(where, parseKerasConfig(where, config), counted(weights), majorVersion(version));
}

export const isKerasArchive = ({ names }: ModelFolder): boolean =>
  names.includes('config.json') && names.includes('model.weights.h5');

function parsed(where: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw badFile(where, 'keras-config', { got: 'no JSON' }, { cause });
  }
}

/** A nested model keeps the weights of all its layers in one group, each under the name of its layer. */
function below({ arrays }: Hdf5): WeightsOf {
  return (path) => {
    const [outer, inner] = [path[0]!, path.at(-1)!];
    const group = [...arrays].filter(([name]) => name.startsWith(`model_weights/${outer}/`));
    const own = path.length > 1 ? group.filter(([name]) => name.split('/').slice(2).includes(inner)) : group;
    return own.sort(([a], [b]) => partOrder(a) - partOrder(b)).map(([, array]) => array);
  };
}

/** The file lists the arrays of a layer by name; models save them in this order. */
const partOrder = (path: string): number => {
  const part = path.split('/').at(-1)!.replace(/:\d+$/, '');
  const order = ['depthwise_kernel', 'pointwise_kernel', 'kernel', 'alpha', 'bias', 'gamma', 'beta'];
  const statistics = ['moving_mean', 'mean', 'moving_variance', 'variance'];
  return [...order, ...statistics].indexOf(part);
};

/**
 * Keras 3 names groups by class, in snake case and counted (`layers/conv2d_1/vars/0`), or by the layer's own name; a
 * nested model has groups of its own.
 */
function counted({ arrays }: Hdf5): WeightsOf {
  const groups = new Map<string, { readonly shape: readonly number[]; readonly values: Float32Array }[]>();
  for (const [path, array] of [...arrays].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))) {
    const group = path.replace(/\/vars\/\d+$/, '');
    groups.set(group, [...(groups.get(group) ?? []), array]);
  }
  return (path, layer) => {
    const [named, saved] = [path, layer.savedPath].map((parts) =>
      groups.get(parts.map((name) => `layers/${name}`).join('/')),
    );
    return saved ?? named ?? [];
  };
}
