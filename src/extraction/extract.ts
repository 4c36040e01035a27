import type { Classifier } from '../classifiers/classifier.ts';
import { LabError } from '../core/errors.ts';
import { chainName } from '../defenses/catalog.ts';
import { announced } from '../engine/announce.ts';
import type { Env, Host } from '../engine/env.ts';
import type { Range } from '../engine/evaluate.ts';
import { fitted } from '../engine/fitted.ts';
import { lastOpened } from '../engine/lastOpened.ts';
import { makePacer, type Pacer } from '../engine/pacer.ts';
import { openImages, openSubject, type Subject } from '../engine/subject.ts';
import type { RunEvent } from '../spec/events.ts';
import type { PoolSample } from '../spec/extractEvents.ts';
import { division, extractProblems } from '../spec/extractFit.ts';
import { type ExtractSpec, parseExtract, planThefts, type Theft } from '../spec/extractSpec.ts';
import type { SpecText } from '../spec/spec.ts';
import { resized } from '../tensor/resize.ts';
import { rowOf } from './caller.ts';
import { memberOf } from './countermeasures.catalog.ts';
import { countEqual, type Exam, openExam } from './exam.ts';
import { steal } from './heist.ts';
import { type Benign, honestPrice } from './honest.ts';
import { probabilitiesOf } from './oracle.ts';
import { noiseSource, type PoolSource, sourceFrom } from './pool.ts';
import { openService } from './service/service.ts';
import { type Marked, marked } from './watermark.ts';

/** The engine of extractions with what it loaded last, so that the thefts of a run do not load it again. */
export interface Extractor {
  /** Carries out the thefts of a range of the plan. Same spec, seed and backend: same events, however it is cut. */
  run(text: SpecText, host: Host<RunEvent>, range?: Range): Promise<void>;
  dispose(): void;
}

/** What an experiment is about, loaded and found to fit. */
interface Ground {
  readonly spec: ExtractSpec;
  readonly subject: Subject;
  readonly source: PoolSource;
  readonly ownImages: readonly Float32Array[];
  readonly fit: Env;
}

export function openExtractor(env: Env): Extractor {
  const ground = lastOpened(
    (text) => openGround(parseExtract(text), env),
    ({ subject }) => subject.classifier.dispose(),
  );
  return {
    async run(text, host, range) {
      const open = await ground.of(text);
      const thefts = planThefts(open.spec);
      const { from, to } = range ?? { from: 0, to: thefts.length };
      await announced(open.subject, env, host, async () => {
        if (from === 0) host.emit({ kind: 'extract', piece: { kind: 'pool', pool: await sampleOf(open) } });
        for (let i = from; i < to; i++) await carryOut(open, thefts, i, host);
      });
    },
    dispose: ground.dispose,
  };
}

/** @throws {LabError} `asset` or `spec`, naming everything that does not fit. */
async function openGround(spec: ExtractSpec, env: Env): Promise<Ground> {
  const subject = await openSubject(spec.victim, env);
  const { classifier, images } = subject;
  try {
    const { own, benign, poolFrom } = division(spec);
    const source = await openSource(spec, subject, poolFrom, env);
    const alone = source.name !== images.id && spec.pool !== 'noise' ? source : undefined;
    const facts = { classes: classifier.classes, shape: classifier.shape, size: images.size, pool: alone };
    const problems = extractProblems(spec, facts);
    if (problems.length > 0) throw new LabError('spec', problems);
    const { pixels } = await images.read(Array.from({ length: own }, (_, i) => benign + i));
    const size = classifier.shape[0] * classifier.shape[1] * classifier.shape[2];
    const ownImages = Array.from({ length: own }, (_, i) => rowOf(pixels, i, size));
    return { spec, subject, source, ownImages, fit: await fitted(env, [classifier]) };
  } catch (error) {
    classifier.dispose();
    throw error;
  }
}

/** The rest of the victim's own set, noise, or another set as a whole. */
async function openSource({ pool, victim }: ExtractSpec, { images, classifier }: Subject, poolFrom: number, env: Env) {
  if (pool === 'noise') return noiseSource(classifier.shape, victim.seed);
  if (pool === 'rest' || pool === victim.data) return sourceFrom(images, poolFrom);
  return sourceFrom(await openImages({ data: pool }, env), 0);
}

const shown = 8;

async function sampleOf({ source, subject }: Ground): Promise<PoolSample> {
  const n = Math.min(shown, source.size);
  const { pixels } = await source.read(Array.from({ length: n }, (_, i) => i));
  const convertedShape = subject.classifier.shape;
  const { name, size, shape } = source;
  return { name, size, shape, pixels, convertedShape, converted: resized(pixels, n, shape, convertedShape) };
}

/** One theft of the plan; the first against its countermeasures also finds out what they cost honest users. */
async function carryOut(ground: Ground, thefts: readonly Theft[], index: number, host: Host<RunEvent>): Promise<void> {
  const { spec, subject, source, ownImages, fit } = ground;
  const theft = thefts[index]!;
  const pacer = makePacer(index, fit, host);
  const chain = spec.chains.find((each) => chainName(each) === theft.countermeasures)!; // thefts come from the spec
  const means = { env: fit, signal: host.signal, pause: () => pacer.tick(0) };
  const watermark = memberOf(chain, 'watermark')?.params;
  const mark = watermark && (await marked({ ...means, ...subject, ownImages, params: watermark, seed: theft.seed }));
  try {
    const exam = await openExam(mark ? { ...subject, classifier: mark.classifier } : subject, spec.victim.count, means);
    if (index === 0) await tellAccuracy(ground, mark === undefined ? exam : undefined, host, means);
    const tick = (answered: number) => pacer.tick(answered);
    const keeps = theft.seed === spec.victim.seed;
    await steal({ spec, exam, chain, source, ownImages, marked: mark, keeps, env: fit, host, tick }, theft);
    const first = thefts.findIndex(
      ({ seed, countermeasures }) => seed === theft.seed && countermeasures === theft.countermeasures,
    );
    if (first === index) await tellPrice(ground, theft, mark, host, pacer);
  } finally {
    mark?.classifier.dispose();
  }
  await pacer.complete(spec.settings.budget);
}

/** Of the bare model. */
async function tellAccuracy(
  { subject, spec }: Ground,
  known: Exam | undefined,
  { emit }: Host<RunEvent>,
  means: Parameters<typeof openExam>[2],
): Promise<void> {
  const { predictions, labels } = known ?? (await openExam(subject, spec.victim.count, means));
  emit({ kind: 'extract', piece: { kind: 'victim', accuracy: countEqual(predictions, labels) } });
}

async function tellPrice(
  ground: Ground,
  { countermeasures, seed }: Theft,
  mark: Marked | undefined,
  { emit }: Host<RunEvent>,
  pacer: Pacer,
): Promise<void> {
  const { spec, subject, ownImages, fit } = ground;
  const { classes, shape } = subject.classifier;
  const chain = spec.chains.find((each) => chainName(each) === countermeasures)!; // thefts come from the spec
  const pause = () => pacer.tick(spec.settings.budget);
  const service = openService({ chain, seed, classes, shape, price: spec.settings.price, ownImages, keepsLog: false });
  const benign = await benignOf(ground, mark?.classifier ?? subject.classifier, pause);
  const price = await honestPrice({ service, benign, seed, pace: spec.settings.pace, env: fit, pause });
  emit({ kind: 'extract', piece: { kind: 'honest', countermeasures, seed, price } });
}

async function benignOf(
  { spec, subject, fit }: Ground,
  serving: Classifier,
  pause: () => Promise<void>,
): Promise<Benign> {
  const { settings } = spec;
  const { pixels, labels } = await subject.images.read(Array.from({ length: settings.benign }, (_, i) => i));
  const means = { batchSize: fit.batchSize, pause };
  const bare = await probabilitiesOf(subject.classifier, pixels, means);
  const truth = serving === subject.classifier ? bare : await probabilitiesOf(serving, pixels, means);
  return { pixels, labels, truth, bare };
}
