import type { ParamSchema } from '../core/params.ts';
import { datasetIds } from '../datasets/catalog.ts';
import { defenseCards } from '../defenses/catalog.ts';
import { labelKinds } from '../extraction/card.ts';
import { countermeasureCards, countermeasureIds } from '../extraction/countermeasures.catalog.ts';
import { thiefCards, thiefIds } from '../extraction/thieves.catalog.ts';
import { extractParams } from '../spec/extractParams.ts';
import { poolIds } from '../spec/extractSpec.ts';
import { describeParam, type SpecFlag, specFlags } from './specFlags.ts';

/** Settings of an evaluation that an extraction has not. */
const absent = ['goal', 'target', 'adaptive', 'eot', 'queries', 'defense'];

/** Every key of an extraction, in the order of the help text. */
export function extractFlags(): readonly SpecFlag[] {
  const shared = specFlags().filter(({ key }) => !absent.includes(key) && !Object.hasOwn(defenseCards, headOf(key)));
  const [own, attacks] = [false, true].map((nested) => shared.filter(({ key }) => key.includes('.') === nested));
  return [
    ...own!.map((flag) => ({ ...flag, help: helpOf[flag.key] ?? flag.help })),
    flag('thief', `Thieves, any of ${thiefIds.join(', ')} (default: knockoff,copycat)`),
    flag('labels', `What they learn from, any of ${labelKinds.join(', ')} (default: soft,hard)`),
    flag(
      'countermeasure',
      `Countermeasures: none, or a chain of ${countermeasureIds.join(', ')} such as rounding+prada (default: none)`,
    ),
    flag('pool', `Images they may ask about: ${poolIds.join(', ')}, or file:x.npz (default: rest)`),
    flag('points', 'Numbers of queries at which the copy is measured (default: 100,200,500,… and the budget)'),
    ...params('', 'Theft:', extractParams),
    ...Object.entries(thiefCards).flatMap(([id, card]) => params(`${id}.`, `${card.title}:`, card.params)),
    ...Object.entries(countermeasureCards).flatMap(([id, card]) => params(`${id}.`, `${card.title}:`, card.params)),
    ...attacks!,
  ];
}

/** Where an extraction has other defaults, or takes files otherwise. */
const helpOf: Readonly<Record<string, string>> = {
  data: `Images of the victim: ${datasetIds.join(', ')}, or file:x.npz (default: those the model was made for)`,
  count: 'Images that copy and victim are measured on: an integer in [1, 10000] (default: 1000)',
  eps: 'One budget of the attacks that are built on the copy (default: the largest that is usual for the images)',
};

const flag = (key: string, help: string): SpecFlag => ({ key, help, group: 'Theft:', list: true, bare: false });

const params = (prefix: string, group: string, schema: ParamSchema): SpecFlag[] =>
  Object.entries(schema).map(([name, param]) => ({
    key: `${prefix}${name}`,
    help: describeParam(param),
    group,
    list: false,
    bare: param.kind === 'flag',
  }));

const headOf = (key: string) => key.split('.')[0]!;

const namesFiles = ['model', 'data', 'pool'];

/** A path where a name was expected becomes a file in the notation of links. */
export const asFile = (key: string, text: string): string =>
  namesFiles.includes(key) && !text.startsWith('file:') && /[/\\.]/.test(text) ? `file:${text}` : text;
