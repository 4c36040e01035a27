import { fillTemplate } from './fillTemplate.ts';

/**
 * Everything that can be wrong with what somebody wrote or brought, as the command line says it after the place.
 *
 * A new kind of problem is one line here and one of the same name in `i18n/ja.problems.json`; `{{names}}` are the values
 * that `problem` then asks for.
 */
export const problemTexts = {
  unknown: 'unknown; expected one of {{known}}',
  integer: 'expected an integer in [{{min}}, {{max}}]{{unit}}, got "{{got}}"',
  number: 'expected a number in [{{min}}, {{max}}]{{unit}}, got "{{got}}"',
  choice: 'expected one of {{known}}, got "{{got}}"',
  flag: 'expected true or false, got "{{got}}"',
  position: 'expected a position in the data set such as 17, got "{{got}}"',
  version: 'this lab reads version {{version}} of links, got {{got}}',
  idle: 'settings for something this run does not use; add it to attack or defense',
  norm: 'does not work in norm {{norm}}; expected one of {{known}}',
  goal: 'cannot aim for goal {{goal}}; expected one of {{known}}',
  chain: 'expected none, {{known}} or a chain such as bits+median, got "{{got}}"',
  twice: '{{chain}} names a defense twice',
  budget: 'expected numbers in [0, {{largest}}] such as 0.1 or 8/255, got "{{got}}"',
  levels:
    'expected numbers in [0, {{largest}}] such as 0.1 or 8/255, got "{{got}}"; pixels run from 0 to 1 here, so write {{got}}/255',
  models: 'expected some of {{known}}, got "{{got}}"',
  'two-models': 'expected at least two, got "{{got}}"',
  'model-shapes': 'expected models of one input shape, got {{got}}',
  'one-attack': 'expected one, got {{got}}',
  'one-budget': 'expected one budget, got {{got}}',
  shape: 'the model expects images of {{expected}}, these are {{got}}',
  'too-few-images': '{{data}} holds {{size}} images, {{count}} were asked for',
  'no-such-image': '{{data}} holds images 0 to {{last}}, got {{got}}',
  'no-such-class': 'the model has classes 0 to {{last}}, got {{got}}',
  'true-class': 'an offset of {{offset}} is the true class itself for {{classes}} classes',
  'no-gradient': '{{attack}} follows gradients, and {{model}} gives none; use one of {{known}}',
  'no-attack-left':
    '{{attack}} follows gradients, and {{model}} gives none; and no attack without gradients suits this norm and goal',
} as const;

export type ProblemCode = keyof typeof problemTexts;

/** Something wrong with what somebody wrote or brought. Plain data, so that it crosses to the page and is said in its language. */
export interface Problem {
  /** The setting, file or list it is about, as its user wrote it. */
  readonly where: string;
  readonly code: ProblemCode;
  readonly values: Readonly<Record<string, string | number>>;
}

type NamesIn<Text extends string> = Text extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;
type ValuesOf<Code extends ProblemCode> = Readonly<Record<NamesIn<(typeof problemTexts)[Code]>, string | number>>;

export const problem = <Code extends ProblemCode>(where: string, code: Code, values: ValuesOf<Code>): Problem => ({
  where,
  code,
  values,
});

/** `where: what is wrong`, in the language of the text; English if none is given. */
export const problemText = ({ where, code, values }: Problem, text: string = problemTexts[code]): string =>
  `${where}: ${fillTemplate(text, values)}`;
