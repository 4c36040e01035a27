import type { Classifier } from '../classifiers/classifier.ts';
import { LabError } from '../core/errors.ts';
import { problem } from '../core/problems.ts';
import type { Crafted, CraftRequest } from '../spec/craft.ts';
import type { RunEvent } from '../spec/events.ts';
import { isTransfer } from '../spec/experimentKind.ts';
import type { Landscape, LandscapeRequest, Looked } from '../spec/landscape.ts';
import type { Audited, AuditRequest, AuditStep, ExportFormat } from '../spec/own.ts';
import { parseSpec, type Spec, type SpecText } from '../spec/spec.ts';
import { parseTransfer } from '../spec/transferSpec.ts';
import { announced } from './announce.ts';
import { checkSample } from './checks/checkSample.ts';
import { startEvidence } from './checks/start.ts';
import { craft } from './craft.ts';
import { settingWarnings } from './doubts.ts';
import type { Env, Host } from './env.ts';
import { evaluate, type Range } from './evaluate.ts';
import { checkFit } from './fit.ts';
import { fitted } from './fitted.ts';
import { landscape, readImages } from './landscape.ts';
import type { Lessons } from './prepare.ts';
import { openSubject, type Subject } from './subject.ts';
import { transfer } from './transfer.ts';
import { openWatch, type WatchedSubject } from './watch.ts';

/** The engine with the model and images it used last, so that the shards of a run do not load them again. */
export interface Lab {
  /** Runs the whole experiment, or only a range of its images; the text says which kind it is. */
  run(spec: SpecText, host: Host<RunEvent>, range?: Range): Promise<void>;
  craft(spec: SpecText, request: CraftRequest, signal: AbortSignal): Promise<Crafted>;
  /** The model's answers around one image. */
  landscape(spec: SpecText, request: LandscapeRequest, signal: AbortSignal): Promise<Landscape>;
  /** Clean images by position. */
  look(spec: SpecText, images: readonly number[]): Promise<Looked>;
  /** What a model of the reader's is, and what it says about a few images. */
  audit(request: AuditRequest, emit: (step: AuditStep) => void): Promise<Audited>;
  /** A model as a file. */
  convert(model: string, format: ExportFormat): Promise<Uint8Array>;
  dispose(): void;
}

/** An experiment of any kind, ready to run. `subject` is what its setting tells about. */
interface Experiment {
  readonly subject: Subject;
  readonly count: number;
  run(range: Range, host: Host<RunEvent>): Promise<void>;
}

/** Models over one data set, and the environment with batches that fit them all. */
interface Opened {
  readonly key: string;
  readonly subjects: Map<string, Subject>;
  readonly fit: Env;
}

export function openLab(env: Env): Lab {
  let open: Opened | undefined;
  let watching: (WatchedSubject & { readonly key: string; readonly of: Classifier }) | undefined;
  const lessons: Lessons = new Map();
  const unwatch = () => {
    watching?.close();
    watching = undefined;
  };
  const close = () => {
    unwatch();
    for (const { classifier } of open?.subjects.values() ?? []) classifier.dispose();
    open = undefined;
    lessons.clear();
  };

  /** One subject per model; those used last are kept, so that the shards of a run do not load them again. */
  async function subjectsOf(models: readonly string[], on: (model: string) => Spec): Promise<Opened> {
    const key = JSON.stringify([models, on(models[0]!).data]); // there is at least one
    if (open?.key !== key) {
      close();
      open = { key, ...(await openAll(models, on)) };
    }
    for (const [model, subject] of open.subjects) checkFit(on(model), subject);
    return open;
  }

  async function openAll(models: readonly string[], on: (model: string) => Spec): Promise<Omit<Opened, 'key'>> {
    const subjects = new Map<string, Subject>();
    try {
      for (const model of models) subjects.set(model, await openSubject(on(model), env));
      const fit = await fitted(
        env,
        [...subjects.values()].map(({ classifier }) => classifier),
      );
      return { subjects, fit };
    } catch (error) {
      for (const { classifier } of subjects.values()) classifier.dispose();
      throw error;
    }
  }

  async function subjectOf(spec: Spec): Promise<{ readonly subject: Subject; readonly fit: Env }> {
    const { model, seconds } = spec;
    const on = (name: string): Spec => (name === model ? spec : { ...spec, model: name, attacks: [] }); // nobody attacks a second
    const { subjects, fit } = await subjectsOf([model, ...seconds], on);
    const subject = subjects.get(model)!;
    if (seconds.length === 0) return { subject, fit };
    return { subject: { ...subject, seconds: secondsOf(subject, subjects) }, fit };
  }

  /** The subject under the eyes of the run's detectors; what those know is kept as the models are. */
  async function watched(spec: Spec, subject: Subject): Promise<Subject> {
    const { detectors, seconds, count, seed, fpr, defenses } = spec;
    const key = JSON.stringify([detectors, seconds, count, seed, fpr, defenses]);
    if (watching?.key !== key || watching.of !== subject.classifier) {
      unwatch();
      watching = { key, of: subject.classifier, ...(await openWatch(spec, subject)) };
    }
    return watching.subject;
  }

  async function openEvaluation(text: SpecText): Promise<Experiment> {
    const spec = parseSpec(text);
    const { subject, fit } = await subjectOf(spec);
    return {
      subject,
      count: spec.count,
      run: async (range, host) => {
        for (const warning of settingWarnings(spec, subject)) host.emit({ kind: 'warning', warning });
        for (const evidence of startEvidence(subject, env)) host.emit({ kind: 'evidence', evidence });
        const seen = await watched(spec, subject);
        await evaluate(spec, seen, range, fit, host, lessons);
        if (range.from === 0) await checkSample(spec, seen, fit, host);
      },
    };
  }

  async function openTransfer(text: SpecText): Promise<Experiment> {
    const spec = parseTransfer(text);
    const { subjects, fit } = await subjectsOf(spec.models, spec.on);
    const [first] = spec.models;
    return {
      subject: subjects.get(first!)!,
      count: spec.on(first!).count,
      run: (range, host) => transfer(spec, { subjects, lessons }, range, fit, host),
    };
  }

  return {
    async run(text, host, range) {
      const experiment = isTransfer(text) ? await openTransfer(text) : await openEvaluation(text);
      await announced(experiment.subject, env, host, () =>
        experiment.run(range ?? { from: 0, to: experiment.count }, host),
      );
    },
    async craft(text, request, signal) {
      const spec = parseSpec(text);
      const { subject, fit } = await subjectOf(spec);
      return craft(spec, await watched(spec, subject), request, fit, signal, lessons);
    },
    async landscape(text, request, signal) {
      const spec = parseSpec(text);
      const { subject, fit } = await subjectOf(spec);
      return landscape(spec, subject, request, fit, signal);
    },
    async look(text, positions) {
      const { subject } = await subjectOf(parseSpec(text));
      const { shape, size } = subject.images;
      return { images: positions, shape, size, ...(await readImages(subject, positions)) };
    },
    audit: async (request, emit) => (await import('./auditModel.ts')).auditModel(request, env, emit),
    convert: async (model, format) => (await import('./convertModel.ts')).convertModel(model, format, env),
    dispose: close,
  };
}

/** The other models. @throws {LabError} `spec` where one knows other classes. */
function secondsOf({ classifier }: Subject, subjects: ReadonlyMap<string, Subject>): Map<string, Classifier> {
  const others = [...subjects].filter(([, other]) => other.classifier !== classifier);
  const problems = others
    .filter(([, other]) => other.classifier.classes !== classifier.classes)
    .map(([got, other]) =>
      problem('second', 'second-classes', {
        expected: classifier.classes,
        model: got,
        got: other.classifier.classes,
      }),
    );
  if (problems.length > 0) throw new LabError('spec', problems);
  return new Map(others.map(([name, other]) => [name, other.classifier]));
}

/** One experiment from start to end: opens what it needs and frees it again. See `evaluate` for what it promises. */
export async function run(spec: SpecText, env: Env, host: Host<RunEvent>): Promise<void> {
  const lab = openLab(env);
  try {
    await lab.run(spec, host);
  } finally {
    lab.dispose();
  }
}
