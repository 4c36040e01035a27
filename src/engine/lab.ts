import { version } from '../../package.json' with { type: 'json' };
import type { Crafted, CraftRequest } from '../spec/craft.ts';
import type { RunEvent } from '../spec/events.ts';
import type { Landscape, LandscapeRequest, Looked } from '../spec/landscape.ts';
import { parseSpec, type Spec, type SpecText } from '../spec/spec.ts';
import { checkSample } from './checks/checkSample.ts';
import { startEvidence } from './checks/start.ts';
import { craft } from './craft.ts';
import { settingWarnings } from './doubts.ts';
import type { Env, Host } from './env.ts';
import { evaluate, type Range } from './evaluate.ts';
import { landscape, readImages } from './landscape.ts';
import type { Lessons } from './prepare.ts';
import { checkFit, openSubject, type Subject } from './subject.ts';

/** The engine with the model and images it used last, so that the shards of a run do not load them again. */
export interface Lab {
  /** Runs the whole experiment, or only a range of its images. */
  run(spec: SpecText, host: Host<RunEvent>, range?: Range): Promise<void>;
  craft(spec: SpecText, request: CraftRequest, signal: AbortSignal): Promise<Crafted>;
  /** The model's answers around one image. */
  landscape(spec: SpecText, request: LandscapeRequest, signal: AbortSignal): Promise<Landscape>;
  /** Clean images by position. */
  look(spec: SpecText, images: readonly number[]): Promise<Looked>;
  dispose(): void;
}

export function openLab(env: Env): Lab {
  let open: { readonly key: string; readonly subject: Subject } | undefined;
  const lessons: Lessons = new Map();
  const close = () => {
    open?.subject.classifier.dispose();
    open = undefined;
    lessons.clear();
  };
  const subjectOf = async (spec: Spec) => {
    const key = JSON.stringify([spec.model, spec.data]);
    if (open?.key !== key) {
      close();
      open = { key, subject: await openSubject(spec, env) };
    }
    checkFit(spec, open.subject);
    return open.subject;
  };
  return {
    async run(text, host, range) {
      const spec = parseSpec(text);
      const subject = await subjectOf(spec);
      host.signal.throwIfAborted();
      host.emit({ kind: 'started', startedAt: env.date() });
      host.emit({ kind: 'setting', setting: settingOf(subject, env) });
      for (const warning of settingWarnings(spec, subject)) host.emit({ kind: 'warning', warning });
      for (const evidence of startEvidence(subject, env)) host.emit({ kind: 'evidence', evidence });
      const began = env.now();
      const finish = (complete: boolean) =>
        host.emit({ kind: 'finished', seconds: (env.now() - began) / 1000, complete });
      try {
        const { from, to } = range ?? { from: 0, to: spec.count };
        await evaluate(spec, subject, { from, to }, env, host, lessons);
        if (from === 0) await checkSample(spec, subject, env, host);
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
