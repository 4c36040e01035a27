import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { Conv2DBackpropFilter, type TensorInfo } from '@tensorflow/tfjs-core';
import { areFloats, convGeometry, type Geometry, type WindowAttrs } from '../wasm/geometry.ts';
import type { Deferral } from './deferral.ts';
import { overrideKernel, type Restore } from './overrideKernel.ts';
import { pair, perNumber, runShader, whole } from './shader.ts';

type Inputs = { x: TensorInfo; dy: TensorInfo };
type Attrs = WindowAttrs & { filterShape: number[] };

/**
 * The filter gradient of convolution as one product of matrices, patches(x)ᵀ · dy, in tiles.
 *
 * The stock kernel gives every weight to one thread, which then walks over the whole batch: most of a device idles.
 * It is put off, because TensorFlow.js asks a fused convolution for it also where nobody wants it.
 */
export function overrideFilterGradient(backend: WebGPUBackend, { defer }: Deferral): Restore {
  return overrideKernel(Conv2DBackpropFilter, ({ x, dy }: Inputs, attrs: Attrs) => {
    const info = areFloats(x, dy) && convGeometry(x.shape, attrs.filterShape, attrs);
    if (!info) return null;
    const compute = ([x, dy]: readonly TensorInfo[]) => tiledFilterGradient(backend, { x: x!, dy: dy! }, info);
    return defer(info.filterShape, { inputs: [x, dy], activates: false, compute });
  });
}

/** Result of a workgroup, and how many output pixels it takes in at a time. */
const tile = 32;
const side = 8; // a workgroup has side × side threads
const each = tile / side; // and a thread has each × each results
const manyWorkgroups = 512; // keep a large device busy
const leastPixels = 256; // per workgroup, or reading the patches costs more than multiplying them

/**
 * Where there are few weights, the output pixels are dealt out to several workgroups whose sums are added up in a second
 * pass, always in the same order: nothing depends on which workgroup comes first.
 */
function tiledFilterGradient(backend: WebGPUBackend, inputs: Inputs, info: Geometry): TensorInfo {
  const rows = info.filterHeight * info.filterWidth * info.inChannels;
  const columns = info.outChannels;
  const pixels = info.batchSize * info.outHeight * info.outWidth;
  const tiles = Math.ceil(rows / tile) * Math.ceil(columns / tile);
  const wanted = Math.min(Math.ceil(manyWorkgroups / tiles), Math.ceil(pixels / leastPixels));
  const rounds = Math.ceil(pixels / (wanted * tile));
  const parts = Math.ceil(pixels / (rounds * tile));
  const sums = runShader(backend, {
    key: 'filterGradient',
    inputs: { x: inputs.x, dy: inputs.dy },
    outShape: [parts, rows, columns],
    uniforms: {
      rows: whole(rows),
      pixels: whole(pixels),
      rounds: whole(rounds),
      filterWidth: whole(info.filterWidth),
      strides: pair(info.strideHeight, info.strideWidth),
      pads: pair(info.padInfo.top, info.padInfo.left),
    },
    workgroupSize: [side, side, 1],
    workgroups: [Math.ceil(columns / tile), Math.ceil(rows / tile), parts],
    code: productCode,
  });
  if (parts === 1) return { ...sums, shape: info.filterShape };
  const total = perNumber(backend, {
    key: 'sumOfParts',
    inputs: { part: sums },
    count: rows * columns,
    outShape: info.filterShape,
    uniforms: { parts: whole(parts) },
    code: sumCode,
  });
  backend.disposeData(sums.dataId);
  return total;
}

const productCode = `
  var<workgroup> patches : array<array<f32, ${tile}>, ${tile}>; // [pixel][row]
  var<workgroup> slopes : array<array<f32, ${tile}>, ${tile}>; // [pixel][column]

  fn main() {
    let columns = uniforms.dyShape.w;
    let channels = uniforms.xShape.w;
    let lane = i32(localIndex) % ${tile};
    let firstRow = i32(workgroupId.y) * ${tile};
    let firstColumn = i32(workgroupId.x) * ${tile};
    // this thread reads one row of the patches and one column of dy, whatever the pixel
    let row = firstRow + lane;
    let column = firstColumn + lane;
    let channel = row % channels;
    let tap = vec2<i32>(row / channels / uniforms.filterWidth, row / channels % uniforms.filterWidth);
    let shift = tap - uniforms.pads;
    var acc : array<array<f32, ${each}>, ${each}>;
    var pixel = i32(workgroupId.z) * uniforms.rounds * ${tile} + i32(localIndex) / ${tile};

    for (var round = 0; round < uniforms.rounds; round++) {
      for (var k = i32(localIndex) / ${tile}; k < ${tile}; k += ${(side * side) / tile}) {
        var pixelValue = 0.0;
        var slope = 0.0;
        if (pixel < uniforms.pixels) {
          let at = vec2<i32>(pixel / uniforms.dyShape.z % uniforms.dyShape.y, pixel % uniforms.dyShape.z);
          let image = pixel / (uniforms.dyShape.y * uniforms.dyShape.z);
          let source = at * uniforms.strides + shift;
          if (row < uniforms.rows && coordsInBounds2D(source, uniforms.xShape.yz)) {
            pixelValue = x[((image * uniforms.xShape.y + source.x) * uniforms.xShape.z + source.y) * channels + channel];
          }
          if (column < columns) { slope = dy[pixel * columns + column]; }
        }
        patches[k][lane] = pixelValue;
        slopes[k][lane] = slope;
        pixel += ${(side * side) / tile};
      }
      workgroupBarrier();
      for (var k = 0; k < ${tile}; k++) {
        var b : array<f32, ${each}>;
        for (var j = 0; j < ${each}; j++) { b[j] = slopes[k][i32(localId.x) + j * ${side}]; }
        for (var i = 0; i < ${each}; i++) {
          let a = patches[k][i32(localId.y) + i * ${side}];
          for (var j = 0; j < ${each}; j++) { acc[i][j] += a * b[j]; }
        }
      }
      workgroupBarrier();
    }

    for (var i = 0; i < ${each}; i++) {
      for (var j = 0; j < ${each}; j++) {
        let r = firstRow + i32(localId.y) + i * ${side};
        let c = firstColumn + i32(localId.x) + j * ${side};
        if (r < uniforms.rows && c < columns) {
          result[(i32(workgroupId.z) * uniforms.rows + r) * columns + c] = acc[i][j];
        }
      }
    }
  }`;

const sumCode = `
  var sum = 0.0;
  for (var p = 0; p < uniforms.parts; p++) { sum += part[p * uniforms.count + i]; }
  result[i] = sum;`;
