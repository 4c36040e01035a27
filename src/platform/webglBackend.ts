import '@tensorflow/tfjs-backend-webgl';
import { LabError } from '../core/errors.ts';
import * as tf from '../tensor/tf.ts';
import type { OpenBackend } from './openBackend.ts';
import { selectBackend } from './selectBackend.ts';

/** The WebGL 2 backend, on hardware and in full float32 only: half precision would change decisions. */
export async function openWebGl({ allowSoftware }: { readonly allowSoftware: boolean }): Promise<OpenBackend> {
  const renderer = rendererName();
  if (!allowSoftware && /swiftshader|llvmpipe|software|basic render/i.test(renderer)) {
    throw new LabError('backend', `${renderer} renders in software`);
  }
  tf.env().set('WEBGL_FORCE_F16_TEXTURES', false);
  await selectBackend('webgl');
  if (!tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED'))
    throw new LabError('backend', `${renderer} cannot compute in float32`);
  return { adapter: renderer };
}

/** @throws {LabError} `backend` when WebGL 2 is missing. */
function rendererName(): string {
  const canvas = typeof OffscreenCanvas === 'undefined' ? undefined : new OffscreenCanvas(1, 1);
  const gl = canvas?.getContext('webgl2');
  if (!gl) throw new LabError('backend', 'this browser has no WebGL 2 in workers');
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext(); // contexts are few; give this one back
  return name;
}
