import { resolve, sep } from 'node:path';
import { LabError } from '../core/errors.ts';
import type { RunEvent } from '../spec/events.ts';
import type { SpecText } from '../spec/spec.ts';

const prefix = 'file:';

/** Files the experiment names, by the key that names them, as the user wrote them. */
export function filesIn({ model, data }: SpecText): { readonly key: 'model' | 'data'; readonly path: string }[] {
  return [
    ...(model?.startsWith(prefix) ? [{ key: 'model' as const, path: model.slice(prefix.length) }] : []),
    ...(data?.startsWith(prefix) ? data.slice(prefix.length).split(',') : []).map((path) => ({
      key: 'data' as const,
      path,
    })),
  ];
}

/** Names of files as the engine needs them, and the way back to what the user wrote. */
export interface FileNames {
  /** The experiment with absolute paths: a worker need not have the same folder. */
  readonly spec: SpecText;
  /** A message or event with the names the user knows. */
  readonly text: (message: string) => string;
  readonly event: (event: RunEvent) => RunEvent;
  readonly error: (error: LabError) => LabError;
}

export function fileNames(spec: SpecText, folder: string): FileNames {
  const absolute = (path: string) => resolve(folder, path).replaceAll(sep, '/');
  const pairs = filesIn(spec)
    .map(({ path }) => [absolute(path), path] as const)
    .sort(([a], [b]) => b.length - a.length); // so that x.npy does not spoil x.npy.gz
  const all = (key: 'model' | 'data') =>
    filesIn(spec)
      .filter((file) => file.key === key)
      .map(({ path }) => absolute(path))
      .join(',');
  const text = (message: string) => pairs.reduce((line, [found, given]) => line.replaceAll(found, given), message);
  return {
    spec: {
      ...spec,
      ...(all('model') && { model: prefix + all('model') }),
      ...(all('data') && { data: prefix + all('data') }),
    },
    text,
    event: (event) => (event.kind === 'setting' ? { kind: 'setting', setting: withNames(event.setting, text) } : event),
    error: (error) => new LabError(error.code, text(error.message), { cause: error }),
  };
}

const withNames = (setting: Extract<RunEvent, { kind: 'setting' }>['setting'], text: (message: string) => string) => ({
  ...setting,
  model: { ...setting.model, id: text(setting.model.id) },
  dataset: { ...setting.dataset, id: text(setting.dataset.id) },
});
