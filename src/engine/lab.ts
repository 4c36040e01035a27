import { version } from '../../package.json' with { type: 'json' };
import type { Crafted, CraftRequest } from '../spec/craft.ts';
import type { RunEvent } from '../spec/events.ts';
import type { Landscape, LandscapeRequest, Looked } from '../spec/landscape.ts';
import { parseSpec, type Spec, type SpecText } from '../spec/spec.ts';
import { isTransfer, parseTransfer } from '../spec/transferSpec.ts';
import { checkSample } from './checks/checkSample.ts';
import { startEvidence } from './checks/start.ts';
import { craft } from './craft.ts';
import { settingWarnings } from './doubts.ts';
import type { Env, Host } from './env.ts';
import { evaluate, type Range } from './evaluate.ts';
import { checkFit } from './fit.ts';
import { landscape, readImages } from './landscape.ts';
import type { Lessons } from './prepare.ts';
import { openSubject, type Subject } from './subject.ts';
import { transfer } from './transfer.ts';

/** The engine with the model and images it used last, so that the shards of a run do not load them again. */
export interface Lab {
  /** Runs the whole experiment, or only a range of its images; the text says which kind it is. */
  run(spec: SpecText, host: Host<RunEvent>, range?: Range): Promise<void>;
  craft(spec: SpecText, request: CraftRequest, signal: AbortSignal): Promise<Crafted>;
  /** The model's answers around one image. */
  landscape(spec: SpecText, request: LandscapeRequest, signal: AbortSignal): Promise<Landscape>;
  /** Clean images by position. */
  look(spec: SpecText, images: readonly number[]): Promise<Looked>;
  dispose(): void;
}

/** An experiment of any kind, ready to run. `subject` is what its setting tells about. */
interface Experiment {
  readonly subject: Subject;
  readonly count: number;
  run(range: Range, host: Host<RunEvent>): Promise<void>;
}

export function openLab(env: Env): Lab {
  let open: { readonly key: string; readonly subjects: Map<string, Subject> } | undefined;
  const lessons: Lessons = new Map();
  const close = () => {
    for (const { classifier } of open?.subjects.values() ?? []) classifier.dispose();
    open = undefined;
    lessons.clear();
  };

  /** One subject per model; those used last are kept, so that the shards of a run do not load them again. */
  async function subjectsOf(models: readonly string[], on: (model: string) => Spec): Promise<Map<string, Subject>> {
    const key = JSON.stringify([models, on(models[0]!).data]); // there is at least one
    if (open?.key !== key) {
      close();
      open = { key, subjects: await openAll(models, on) };
    }
    for (const [model, subject] of open.subjects) checkFit(on(model), subject);
    return open.subjects;
  }

  async function openAll(models: readonly string[], on: (model: string) => Spec): Promise<Map<string, Subject>> {
    const subjects = new Map<string, Subject>();
    try {
      for (const model of models) subjects.set(model, await openSubject(on(model), env));
    } catch (error) {
      for (const { classifier } of subjects.values()) classifier.dispose();
      throw error;
    }
    return subjects;
  }

  const subjectOf = async (spec: Spec) => (await subjectsOf([spec.model], () => spec)).get(spec.model)!;

  async function openEvaluation(text: SpecText): Promise<Experiment> {
    const spec = parseSpec(text);
    const subject = await subjectOf(spec);
    return {
      subject,
      count: spec.count,
      run: async (range, host) => {
        for (const warning of settingWarnings(spec, subject)) host.emit({ kind: 'warning', warning });
        for (const evidence of startEvidence(subject, env)) host.emit({ kind: 'evidence', evidence });
        await evaluate(spec, subject, range, env, host, lessons);
        if (range.from === 0) await checkSample(spec, subject, env, host);
      },
    };
  }

  async function openTransfer(text: SpecText): Promise<Experiment> {
    const spec = parseTransfer(text);
    const subjects = await subjectsOf(spec.models, spec.on);
    const [first] = spec.models;
    return {
      subject: subjects.get(first!)!,
      count: spec.on(first!).count,
      run: (range, host) => transfer(spec, { subjects, lessons }, range, env, host),
    };
  }

  return {
    async run(text, host, range) {
      const experiment = isTransfer(text) ? await openTransfer(text) : await openEvaluation(text);
      host.signal.throwIfAborted();
      host.emit({ kind: 'started', startedAt: env.date() });
      host.emit({ kind: 'setting', setting: settingOf(experiment.subject, env) });
      const began = env.now();
      const finish = (complete: boolean) =>
        host.emit({ kind: 'finished', seconds: (env.now() - began) / 1000, complete });
      try {
        await experiment.run(range ?? { from: 0, to: experiment.count }, host);
      } catch (error) {
        finish(false);
        throw error;
      }
      finish(true);
    },
    async craft(text, request, signal) {
      const spec = parseSpec(text);
      return craft(spec, await subjectOf(spec), request, env, signal, lessons);
    },
    async landscape(text, request, signal) {
      const spec = parseSpec(text);
      return landscape(spec, await subjectOf(spec), request, env, signal);
    },
    async look(text, positions) {
      const subject = await subjectOf(parseSpec(text));
      const { shape, size } = subject.images;
      return { images: positions, shape, size, ...(await readImages(subject, positions)) };
    },
    dispose: close,
  };
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

const settingOf = ({ classifier, images, classNames }: Subject, env: Env) => ({
  version,
  backend: env.backend.name,
  adapter: env.backend.adapter,
  model: { id: classifier.id, sha256: classifier.sha256, classNames },
  dataset: { id: images.id, sha256: images.sha256 },
  shape: images.shape,
});
