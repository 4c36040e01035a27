import { type CertificateId, certificateIds } from '../certification/certificates.catalog.ts';
import { formatEpsilon, parseEpsilon } from '../core/epsilon.ts';
import { LabError, problemsOf } from '../core/errors.ts';
import { formatParams, type ParamValues, readParams } from '../core/params.ts';
import { type Problem, problem } from '../core/problems.ts';
import { budgetOf } from './cells.ts';
import { certifyParams } from './certifyParams.ts';
import { kindKey } from './experimentKind.ts';
import { radiusCeiling, type Vote, votesFor } from './radius.ts';
import { readList } from './readNames.ts';
import { formatSpec, parseSpec, type Spec, type SpecText } from './spec.ts';

/** An experiment that proves answers, and attacks the same images to see how far the proof is from what an attack finds. */
export interface CertifySpec {
  readonly methods: readonly CertificateId[];
  /** Model and images, bare, under one attack: in linf at the budgets of the bounds, where there are any. */
  readonly bare: Spec;
  /** The same behind noise, under the attack in l2 at the radii; undefined without smoothing. */
  readonly noisy: Spec | undefined;
  readonly settings: ParamValues<typeof certifyParams>;
}

const usual = { method: 'interval,linear', attack: 'pgd', count: '100', eot: '4' } as const;

/** Settings of an evaluation that a certification has not, or sets itself. */
export const certifyHasNot = [
  'norm',
  'defense',
  'detector',
  'second',
  'goal',
  'target',
  'adaptive',
  'fpr',
  'queries',
] as const;
const known = [
  'model',
  'data',
  'count',
  'seed',
  'method',
  'eps',
  'attack',
  'radii',
  'eot',
  ...Object.keys(certifyParams),
];

/** Methods that bound what the model itself may answer. */
export const boundMethods = (methods: readonly CertificateId[]) => methods.filter((id) => id !== 'smoothing');

/** Reads a certification, filling gaps with defaults. @throws {LabError} `spec`, naming every problem at once. */
export function parseCertify({ [kindKey]: _, method, radii, ...text }: SpecText): CertifySpec {
  const problems: Problem[] = [];
  const methods = readList(method ?? usual.method, 'method', certificateIds, problems);
  const absent = Object.keys(text).filter((key) => (certifyHasNot as readonly string[]).includes(key));
  for (const key of absent) problems.push(problem(key, 'unknown', { known: known.join(', ') }));
  const part = (wanted: (key: string) => boolean) =>
    Object.fromEntries(Object.entries(text).filter(([key]) => wanted(key)));
  const isOwn = (key: string) => Object.hasOwn(certifyParams, key);
  const ownProblems: Problem[] = [];
  const settings = readParams(certifyParams, part(isOwn), '', ownProblems);
  problems.push(...ownProblems);
  const { method: __, ...others } = { ...usual, ...part((key) => !isOwn(key) && !absent.includes(key)) };
  const norm = boundMethods(methods).length > 0 || methods.length === 0 ? 'linf' : 'l2';
  const bare = read({ ...others, norm, defense: 'none' }, problems);
  if (bare) problems.push(...attackProblems(bare));
  if (ownProblems.length > 0 || !bare || !methods.includes('smoothing'))
    return checked(problems, bare, { methods, settings });
  const wanted = readRadii(radii, settings, problems);
  problems.push(...voteProblems(settings, radii === undefined ? [] : wanted));
  const noise = { defense: 'gaussian', 'gaussian.sigma': String(settings.sigma) };
  const noisy = read({ ...others, ...noise, norm: 'l2', eps: wanted.map(String).join(',') }, problems);
  return checked(problems, bare, { methods, settings, noisy });
}

function checked(
  problems: readonly Problem[],
  bare: Spec | undefined,
  { methods, settings, noisy }: Pick<CertifySpec, 'methods' | 'settings'> & { readonly noisy?: Spec | undefined },
): CertifySpec {
  if (problems.length > 0 || !bare) throw new LabError('spec', problems);
  return { methods, bare, noisy, settings };
}

/** Inverse of `parseCertify`. Omits defaults. */
export function formatCertify({ methods, bare, noisy, settings }: CertifySpec): SpecText {
  const { defense: _, norm, eps, ...evaluation } = formatSpec(bare);
  const all: Record<string, string> = {
    ...evaluation,
    ...(norm === undefined && eps !== undefined && { eps }),
    attack: bare.attacks[0]!.id, // there is one
    count: String(bare.count),
    eot: String(bare.eot),
    method: methods.join(','),
    ...(noisy && { radii: noisy.epsilons.map(formatEpsilon).join(',') }),
    ...formatParams(certifyParams, settings),
  };
  const left: Record<string, string> = { ...usual, radii: usualRadii(settings).map(formatEpsilon).join(',') };
  return {
    [kindKey]: 'certify',
    ...Object.fromEntries(Object.entries(all).filter(([key, value]) => left[key] !== value)),
  };
}

/** One attack, which can be held to a budget. */
function attackProblems({ attacks }: Spec): Problem[] {
  const fits = attacks.length === 1 && attacks.every(({ id }) => budgetOf(id) !== 'own');
  return fits ? [] : [problem('attack', 'certify-attack', { got: attacks.map(({ id }) => id).join(',') })];
}

function read(text: SpecText, problems: Problem[]): Spec | undefined {
  try {
    return parseSpec(text);
  } catch (error) {
    problems.push(...problemsOf(error));
    return undefined;
  }
}

/** Half of sigma and its multiples, as far as the votes reach. */
export function usualRadii(vote: Vote): readonly number[] {
  const ceiling = radiusCeiling(vote) ?? 0;
  const steps = [0.5, 1, 1.5, 2].map((step) => Number((step * vote.sigma).toPrecision(4)));
  const within = steps.filter((radius) => radius <= ceiling);
  return within.length > 0 ? within : [Number((ceiling / 2).toPrecision(3))];
}

function readRadii(text: string | undefined, vote: Vote, problems: Problem[]): readonly number[] {
  if (text === undefined) return usualRadii(vote);
  const values = text.split(',').map((part) => {
    const value = parseEpsilon(part);
    if (value !== undefined && value >= 0) return value;
    problems.push(problem('radii', 'radii', { got: part.trim() }));
    return 0;
  });
  return [...new Set(values)].sort((a, b) => a - b);
}

/** Said before the run: what so few votes can never certify. */
function voteProblems(vote: Vote, radii: readonly number[]): Problem[] {
  const { n, alpha, sigma } = vote;
  const ceiling = radiusCeiling(vote);
  if (ceiling === undefined) return [problem('n', 'few-votes', { got: n, alpha, needed: votesFor(0, vote) })];
  return radii
    .filter((radius) => radius > ceiling)
    .map((radius) =>
      problem('radii', 'radius-ceiling', {
        ...{ got: radius, votes: n, sigma },
        ...{ ceiling: Number(ceiling.toPrecision(3)), needed: votesFor(radius, vote) },
      }),
    );
}
