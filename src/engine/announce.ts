import { version } from '../../package.json' with { type: 'json' };
import type { RunEvent, Setting } from '../spec/events.ts';
import type { Env, Host } from './env.ts';
import type { Subject } from './subject.ts';

/** Does the work of a run between its announcements: start, setting, and the end with how long it took. */
export async function announced(
  subject: Subject,
  env: Env,
  host: Host<RunEvent>,
  work: () => Promise<void>,
): Promise<void> {
  host.signal.throwIfAborted();
  host.emit({ kind: 'started', startedAt: env.date() });
  host.emit({ kind: 'setting', setting: settingOf(subject, env) });
  const began = env.now();
  const finish = (complete: boolean) => host.emit({ kind: 'finished', seconds: (env.now() - began) / 1000, complete });
  try {
    await work();
  } catch (error) {
    finish(false);
    throw error;
  }
  finish(true);
}

const settingOf = ({ classifier, images, classNames }: Subject, env: Env): Setting => ({
  version,
  backend: env.backend.name,
  adapter: env.backend.adapter,
  model: { id: classifier.id, sha256: classifier.sha256, classNames },
  dataset: { id: images.id, sha256: images.sha256 },
  shape: images.shape,
});
