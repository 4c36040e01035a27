import { attackCards } from '../attacks/catalog.ts';
import { modelIds } from '../classifiers/catalog.ts';
import { formatEpsilon } from '../core/epsilon.ts';
import { describe, type Param, type ParamSchema } from '../core/params.ts';
import { datasetCards, datasetIds } from '../datasets/catalog.ts';
import { chainName, defenseCards } from '../defenses/catalog.ts';
import { detectorCards } from '../detectors/catalog.ts';
import { parseSpec } from '../spec/spec.ts';
import { globalParams } from '../spec/specParams.ts';

/** One flag that sets a key of the experiment. */
export interface SpecFlag {
  /** Key in links and saved reports; the flag is `--key`. */
  readonly key: string;
  readonly help: string;
  /** Heading in `--help`. */
  readonly group: string;
  /** A list: given twice, the flag adds to it. */
  readonly list: boolean;
  /** May stand without a value, which means true. */
  readonly bare: boolean;
}

/** `<what it does>: <what is allowed> (default: …)`, as the card says it. */
export const describeParam = (param: Param): string =>
  `${param.help.replace(/\.$/, '')}: ${describe(param)} (default: ${param.default})`;

/** Every key of an experiment, in the order of the help text. Nothing here is listed by hand that a card knows. */
export const specFlags = (): readonly SpecFlag[] => [
  ...ownFlags(),
  ...Object.entries(attackCards).flatMap(([id, card]) => pluginFlags(id, card.title, card.params)),
  ...Object.entries(defenseCards).flatMap(([id, card]) => pluginFlags(id, card.title, card.params)),
  ...Object.entries(detectorCards).flatMap(([id, card]) => pluginFlags(id, card.title, card.params)),
];

const group = 'Experiment:';

function ownFlags(): SpecFlag[] {
  const usual = parseSpec({});
  const own = (key: string, help: string, { list = false } = {}) => ({ key, help, group, list, bare: false });
  const attackNames = Object.keys(attackCards).join(', ');
  const defenseNames = Object.keys(defenseCards).join(', ');
  const { attacks, defenses, model, data } = usual;
  const budgets = Object.entries(datasetCards).map(
    ([id, card]) => `for ${id} in linf ${card.budgets.linf.map(formatEpsilon)}`,
  );
  return [
    own('model', `Model: ${modelIds.join(', ')}, or the path of a model.json (default: ${model})`),
    own('data', `Images: ${datasetIds.join(', ')}; your own with --images (default: ${data})`),
    ...Object.entries(globalParams).map(([key, param]) => own(key, describeParam(param))),
    own('eps', `Budgets, such as 0.1,8/255 (default: ${budgets.join('; ')})`, { list: true }),
    own('attack', `Attacks, any of ${attackNames} (default: ${attacks.map(({ id }) => id)})`, { list: true }),
    own(
      'defense',
      `Defenses: none, ${defenseNames}, or a chain such as bits+median (default: ${defenses.map(chainName)})`,
      { list: true },
    ),
    own('second', `Models that are shown the same images too: none, ${modelIds.join(', ')} (default: none)`, {
      list: true,
    }),
    own('detector', `Detectors beside the model: none, ${Object.keys(detectorCards).join(', ')} (default: none)`, {
      list: true,
    }),
  ];
}

const pluginFlags = (id: string, title: string, schema: ParamSchema): SpecFlag[] =>
  Object.entries(schema).map(([name, param]) => ({
    key: `${id}.${name}`,
    help: describeParam(param),
    group: `${title}:`,
    list: false,
    bare: param.kind === 'flag',
  }));
