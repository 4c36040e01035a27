import { badFile } from '../../core/errors.ts';

type Json = Readonly<Record<string, unknown>>;

/** Which output of which call of which layer. */
export interface Origin {
  readonly layer: string;
  readonly call: number;
}

/** A layer of a Keras configuration, version 2 or 3. */
export interface KerasLayer {
  readonly name: string;
  readonly className: string;
  /** Keys in camel case, as TensorFlow.js has them. */
  readonly config: Json;
  /** For each call, where its inputs come from. */
  readonly calls: readonly (readonly Origin[])[];
  /** Groups that hold its weights in a file of Keras 3: classes in snake case, counted, of the models around it and its own. */
  readonly savedPath: readonly string[];
  /** For a model among the layers. */
  readonly model?: KerasModel;
}

export interface KerasModel {
  readonly layers: readonly KerasLayer[];
  readonly input: Origin;
  readonly output: Origin;
  /** Height, width, channels, where the configuration tells. */
  readonly inputShape: readonly number[] | undefined;
}

const mostDepth = 20;

/** @throws {LabError} `asset` when it is not the configuration of a model with one input and one output. */
export function parseKerasConfig(where: string, json: unknown, around: readonly string[] = []): KerasModel {
  const fail = (got: string): never => {
    throw badFile(where, 'keras-config', { got });
  };
  const { class_name: className, config } = objectOf(json) ?? fail('no object');
  const body = Array.isArray(config)
    ? { layers: config }
    : (objectOf(config) ?? fail(`${String(className)} without config`));
  const { layers } = body as Json;
  if (!Array.isArray(layers) || around.length > mostDepth) return fail(`${String(className)} without layers`);
  const sequential = className === 'Sequential';
  const count = counter();
  const parsed = layers.map((layer) =>
    parseLayer(where, layer, [...around, count(String(objectOf(layer)?.class_name))]),
  );
  if (parsed.length === 0) fail('no layers');
  const chain = sequential ? chained(parsed, body as Json) : parsed;
  const names = new Set(chain.map(({ name }) => name));
  if (names.size !== chain.length) fail('two layers of one name');
  const input = sequential ? { layer: chain[0]!.name, call: 0 } : endpoint((body as Json).input_layers);
  const output = sequential ? { layer: chain.at(-1)!.name, call: 0 } : endpoint((body as Json).output_layers);
  if (!input || !output || !names.has(input.layer) || !names.has(output.layer))
    return fail('not one input and one output');
  return { layers: chain, input, output, inputShape: shapeOf(chain, input.layer) };
}

function parseLayer(where: string, json: unknown, savedPath: readonly string[]): KerasLayer {
  const layer = objectOf(json);
  const config = objectOf(layer?.config);
  const className = String(layer?.class_name);
  if (!layer || (!config && !Array.isArray(layer.config)))
    throw badFile(where, 'keras-config', { got: `a layer ${className}` });
  const name = String(layer.name ?? config?.name ?? className);
  const isModel = ['Sequential', 'Functional', 'Model'].includes(className);
  return {
    name,
    className,
    config: camelCased(config ?? {}),
    calls: callsOf(layer.inbound_nodes),
    savedPath,
    ...(isModel && { model: parseKerasConfig(where, layer, savedPath) }),
  };
}

/** Names as Keras 3 gives them when it saves: `conv2d`, then `conv2d_1`. */
function counter(): (className: string) => string {
  const seen = new Map<string, number>();
  return (className) => {
    const snake = className
      .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
      .replace(/([a-z])([A-Z])/g, '$1_$2')
      .toLowerCase();
    const before = seen.get(snake) ?? 0;
    seen.set(snake, before + 1);
    return before === 0 ? snake : `${snake}_${before}`;
  };
}

/** A sequence as calls; the layer of the input is added where it is only told by the first layer's shape. */
function chained(layers: readonly KerasLayer[], { build_input_shape: shape }: Json): KerasLayer[] {
  const first = layers[0]!;
  const input: KerasLayer = {
    name: 'input_layer',
    className: 'InputLayer',
    config: first.config.batchInputShape
      ? first.config
      : { batchInputShape: first.model ? ['', ...(first.model.inputShape ?? [])] : shape },
    calls: [],
    savedPath: [],
  };
  const all = first.className === 'InputLayer' ? layers : [input, ...layers];
  return all.map((layer, i) => ({ ...layer, calls: i === 0 ? [] : [[{ layer: all[i - 1]!.name, call: 0 }]] }));
}

/** `["name", 0, 0]`, or a list of one such. */
function endpoint(json: unknown): Origin | undefined {
  const list = Array.isArray(json) ? json : [];
  const one = typeof list[0] === 'string' ? list : list.length === 1 ? list[0] : undefined;
  return Array.isArray(one) && typeof one[0] === 'string' ? { layer: one[0], call: Number(one[1] ?? 0) } : undefined;
}

/** Version 2 lists `[["name", 0, 0, {}], …]` for each call; version 3 has arguments that stand for tensors. */
function callsOf(json: unknown): readonly (readonly Origin[])[] {
  if (!Array.isArray(json)) return [];
  return json.map((call) => {
    if (Array.isArray(call)) return (typeof call[0] === 'string' ? [call] : call).flatMap((one) => endpoint(one) ?? []);
    return tensorsIn(objectOf(call)?.args, 0);
  });
}

function tensorsIn(json: unknown, depth: number): Origin[] {
  if (depth > mostDepth) return [];
  if (Array.isArray(json)) return json.flatMap((one) => tensorsIn(one, depth + 1));
  const tensor = objectOf(json);
  if (tensor?.class_name !== '__keras_tensor__') return [];
  return [endpoint(objectOf(tensor.config)?.keras_history)].flatMap((one) => one ?? []);
}

function shapeOf(layers: readonly KerasLayer[], name: string): readonly number[] | undefined {
  const layer = layers.find((one) => one.name === name);
  const shape = layer?.config.batchInputShape ?? layer?.config.batchShape;
  return Array.isArray(shape) ? shape.slice(1).map(Number) : layer?.model?.inputShape;
}

const objectOf = (json: unknown): Json | undefined =>
  json !== null && typeof json === 'object' && !Array.isArray(json) ? (json as Json) : undefined;

function camelCased(config: Json): Json {
  const camel = (key: string) => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const entries = Object.entries(config).map(([key, value]) => [camel(key), value]);
  return {
    ...Object.fromEntries(entries),
    ...(typeof config.activation === 'object' && { activation: nameOf(config.activation) }),
  };
}

/** Version 3 writes functions as objects. */
const nameOf = (json: unknown): unknown => objectOf(json)?.config ?? 'linear';
