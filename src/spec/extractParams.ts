import { choice, flag, integer, number, type ParamSchema } from '../core/params.ts';
import { substituteIds } from '../extraction/substitutes.catalog.ts';

/** Settings of a whole extraction. Keys are permanent: they appear in permalinks. */
export const extractParams = {
  budget: integer({
    label: 'Query budget',
    help: 'Answers the thief may buy, those to padding included.',
    default: 5000,
    min: 10,
    max: 100_000,
    scale: 'log',
  }),
  seeds: integer({
    label: 'Runs',
    help: 'Runs with seeds one after the other; intervals are over them.',
    default: 1,
    min: 1,
    max: 30,
  }),
  substitute: choice({
    label: 'Copy',
    help: 'Network that the thief trains.',
    options: substituteIds,
    default: 'cnn',
  }),
  epochs: integer({
    label: 'Epochs',
    help: 'Passes over the stolen answers at each point of the curve; more where there are few.',
    default: 12,
    min: 1,
    max: 200,
  }),
  shift: integer({
    label: 'Shifts',
    help: 'Pixels by which stolen images are moved at random while the copy learns them; 0 leaves them where they are.',
    default: 2,
    min: 0,
    max: 8,
  }),
  accounts: integer({
    label: 'Accounts',
    help: 'Accounts the thief owns and asks from in turn.',
    default: 1,
    min: 1,
    max: 1000,
  }),
  padding: number({
    label: 'Padding',
    help: 'Natural images asked about for each own query, to look honest; their answers are thrown away.',
    default: 0,
    min: 0,
    max: 20,
  }),
  pace: number({
    label: 'Pace',
    help: 'Questions per second that the thief sends, and an honest user likewise.',
    default: 10,
    min: 0.01,
    max: 10_000,
    scale: 'log',
    unit: '1/s',
  }),
  latency: number({
    label: 'Latency',
    help: 'Time the service takes for an answer.',
    default: 50,
    min: 0,
    max: 60_000,
    unit: 'ms',
  }),
  price: number({
    label: 'Price',
    help: 'Money for 1,000 answers.',
    default: 1.5,
    min: 0,
    max: 1_000_000,
  }),
  attacked: integer({
    label: 'Attacked images',
    help: 'Images on which attacks are built with the copy at each point of the curve; 0 leaves that out.',
    default: 100,
    min: 0,
    max: 10_000,
  }),
  benign: integer({
    label: 'Honest queries',
    help: 'Natural images an honest user asks about, each once, to measure what the countermeasures cost.',
    default: 1000,
    min: 10,
    max: 10_000,
  }),
  convert: flag({
    label: 'Convert the pool',
    help: 'Make images of the pool grey or coloured and resize them to what the model takes.',
    default: false,
  }),
} as const satisfies ParamSchema;

/** Images that the owner sets aside where a countermeasure needs some. */
export const ownImages = 500;
