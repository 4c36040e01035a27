import '@tensorflow/tfjs-backend-cpu';
import { expect, it } from 'vitest';
import type { BackendName } from '../../src/core/backend.ts';
import { type Opener, openBackend } from '../../src/platform/openBackend.ts';
import { selectBackend } from '../../src/platform/selectBackend.ts';

const order = ['webgpu', 'cpu'] as const;
const sound: Opener = async () => {
  await selectBackend('cpu');
  return { adapter: 'JavaScript' };
};
const openers = (webgpu: Opener): Partial<Record<BackendName, Opener>> => ({ webgpu, cpu: sound });

it('passes over a backend whose device is gone before the self-test is over', async () => {
  const lost: Opener = async (options) => ({
    ...(await sound(options)),
    lost: Promise.resolve('device lost (unknown)'),
  });
  const { report } = await openBackend(order, openers(lost), {});
  expect(report).toMatchObject({
    backend: 'cpu',
    rejected: [{ backend: 'webgpu', reason: 'device lost (unknown)' }],
  });
});

it('does not try a backend again that is to be avoided, and says so', async () => {
  const tried: Opener = async () => {
    throw new Error('tried again');
  };
  const avoid = [{ backend: 'webgpu', reason: 'lost while it computed (device error)' }] as const;
  const { report } = await openBackend(order, openers(tried), { avoid });
  expect(report).toMatchObject({ backend: 'cpu', rejected: avoid });
});
