import { type Problem, type ProblemCode, problem, problemText, type ValuesOf } from './problems.ts';

export type ErrorCode = 'param' | 'spec' | 'asset' | 'backend' | 'contract' | 'cancelled' | 'internal';

/** An error as plain data, which can be kept and sent; `problems` is empty where only `message` tells what happened. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly problems: readonly Problem[];
}

/** Base of every error this project throws on purpose; its `Failure` survives the worker boundary, `instanceof` does not. */
export class LabError extends Error implements Failure {
  override readonly name: string = 'LabError';
  readonly code: ErrorCode;
  readonly problems: readonly Problem[];

  /** `what` is the message, or the problems that the message then lists in English, one a line and each once. */
  constructor(code: ErrorCode, what: string | readonly Problem[], options?: ErrorOptions) {
    const found = new Map(typeof what === 'string' ? [] : what.map((problem) => [problemText(problem), problem]));
    super(typeof what === 'string' ? what : [...found.keys()].join('\n'), options);
    this.code = code;
    this.problems = [...found.values()];
  }

  /** Wraps anything thrown; an abort becomes `cancelled`, a kernel that is missing `backend`, what nobody expected `internal`. */
  static from(cause: unknown): LabError {
    if (cause instanceof LabError) return cause;
    if (cause instanceof Error && cause.name === 'AbortError') return new LabError('cancelled', 'stopped', { cause });
    const message = cause instanceof Error ? cause.message : String(cause);
    return missingKernel(message, cause) ?? new LabError('internal', message, { cause });
  }

  /** The error on the other side of a worker boundary. */
  static revive({ code, message, problems }: Failure): LabError {
    return new LabError(code, problems.length > 0 ? problems : message);
  }
}

/** TensorFlow.js says so at the first use: stock WebAssembly, for one, lacks the gradients of filters. */
function missingKernel(message: string, cause: unknown): LabError | undefined {
  const [, kernel, backend] = /^Kernel '(\w+)' not registered for backend '(\w+)'/.exec(message) ?? [];
  return kernel && backend
    ? new LabError('backend', [problem('backend', 'no-kernel', { kernel, backend })], { cause })
    : undefined;
}

/** A file that cannot be used, and why. */
export const badFile = <Code extends ProblemCode>(
  where: string,
  code: Code,
  values: ValuesOf<Code>,
  options?: ErrorOptions,
): LabError => new LabError('asset', [problem(where, code, values)], options);

/** Plain data of anything thrown. */
export function failureOf(cause: unknown): Failure {
  const { code, message, problems } = LabError.from(cause);
  return { code, message, problems };
}

/** What is wrong with what somebody wrote. @throws anything else, which is not theirs to mend. */
export function problemsOf(cause: unknown): readonly Problem[] {
  if (cause instanceof LabError && cause.problems.length > 0) return cause.problems;
  throw cause;
}

/** Marks a branch the type checker has proved unreachable. */
export function unreachable(value: never): never {
  throw new LabError('contract', `unreachable case: ${JSON.stringify(value)}`);
}
