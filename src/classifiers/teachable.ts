import type { ModelFolder } from './modelFolder.ts';

/** What Teachable Machine and tools like it write beside a model. */
export interface Metadata {
  readonly classNames: readonly string[];
  /** Whether the model comes from Teachable Machine, which prepares pixels in its own way. */
  readonly teachable: boolean;
}

const nothing: Metadata = { classNames: [], teachable: false };

/** Class names out of `metadata.json` (`labels`); a file that cannot be read tells nothing. */
export async function readTeachable({ names, read }: ModelFolder): Promise<Metadata> {
  const path = names.find((name) => /(^|\/)metadata\.json$/.test(name));
  if (path === undefined) return nothing;
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(await read(path)));
    if (json === null || typeof json !== 'object') return nothing;
    const { labels, tmVersion, packageName } = json as Readonly<Record<string, unknown>>;
    const classNames = Array.isArray(labels) ? labels.filter((label) => typeof label === 'string') : [];
    return { classNames, teachable: tmVersion !== undefined || packageName === '@teachablemachine/image' };
  } catch {
    return nothing; // class names are an extra: the model decides whether the files can be used
  }
}
