export type ErrorCode = 'param' | 'spec' | 'asset' | 'backend' | 'contract' | 'cancelled' | 'internal';

/** Base of every error this project throws on purpose; `code` survives the worker boundary, `instanceof` does not. */
export class LabError extends Error {
  override readonly name: string = 'LabError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** Wraps anything thrown; an abort becomes `cancelled`, what nobody expected becomes `internal`. */
  static from(cause: unknown): LabError {
    if (cause instanceof LabError) return cause;
    if (cause instanceof Error && cause.name === 'AbortError') return new LabError('cancelled', 'stopped', { cause });
    return new LabError('internal', cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Marks a branch the type checker has proved unreachable. */
export function unreachable(value: never): never {
  throw new LabError('contract', `unreachable case: ${JSON.stringify(value)}`);
}
