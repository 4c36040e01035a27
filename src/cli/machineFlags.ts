import type { BackendName } from '../core/backend.ts';
import { parseParams } from '../core/params.ts';
import { machineParams } from './evaluateRequest.ts';

const { backend } = machineParams;

export type MachineBackend = (typeof backend.options)[number];

export const chosenBackend = (name: MachineBackend | undefined): BackendName | undefined =>
  name === 'auto' ? undefined : name;

export function readBackend(text: string): MachineBackend {
  const { '--backend': name } = parseParams({ '--backend': backend }, { '--backend': text }, '');
  return name;
}

export function readWorkers(text: string): number {
  const { '--workers': n } = parseParams({ '--workers': machineParams.workers }, { '--workers': text }, '');
  return n;
}
