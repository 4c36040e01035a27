/** Functions of the module in `assembly/`. Addresses and strides in bytes, sizes in elements. */
export interface Kernels {
  setGeometry(
    batch: number,
    inHeight: number,
    inWidth: number,
    inChannels: number,
    outHeight: number,
    outWidth: number,
    outChannels: number,
    kernelHeight: number,
    kernelWidth: number,
    strideHeight: number,
    strideWidth: number,
    padTop: number,
    padLeft: number,
  ): void;
  convScratchBytes(): number;
  /** Of a filter as the forward pass or the input gradient takes it. */
  preparedFilterBytes(forInput: boolean): number;
  prepareFilter(filter: number, forInput: boolean, prepared: number, scratch: number): void;
  /** `bias` is an address or 0. */
  convForward(
    x: number,
    prepared: number,
    bias: number,
    y: number,
    lowest: number,
    highest: number,
    scratch: number,
  ): void;
  convBackpropInput(dy: number, prepared: number, dx: number, scratch: number): void;
  convBackpropFilter(x: number, dy: number, dFilter: number, scratch: number): void;
  depthwiseBackpropInput(dy: number, filter: number, dx: number): void;
  depthwiseBackpropFilter(x: number, dy: number, dFilter: number): void;
  packedMatrixBytes(n: number, k: number): number;
  packMatrix(b: number, transposed: boolean, n: number, k: number, packed: number): void;
  /** Without room for the whole of b, which `matMul` packs piece by piece unless `packed`. */
  matMulScratchBytes(n: number, k: number): number;
  matMul(
    a: number,
    transposeA: boolean,
    b: number,
    transposeB: boolean,
    packed: boolean,
    c: number,
    m: number,
    n: number,
    k: number,
    bias: number,
    lowest: number,
    highest: number,
    scratch: number,
  ): void;
  maxPoolGrad(x: number, y: number, dy: number, dx: number, throughRelu: boolean): void;
  maxPool(x: number, y: number): void;
  avgPool(x: number, y: number): void;
  /** Every window passes on dy / (kh·kw), as the stock kernel does. */
  avgPoolGrad(dy: number, dx: number): void;
  adamStep(
    x: number,
    first: number,
    second: number,
    gradient: number,
    nextX: number,
    nextFirst: number,
    nextSecond: number,
    n: number,
    rate: number,
    beta1: number,
    rest1: number,
    beta2: number,
    rest2: number,
    epsilon: number,
  ): void;
  sgdStep(x: number, gradient: number, next: number, n: number, rate: number): void;
  crossEntropy(logits: number, labels: number, losses: number, n: number, k: number): void;
  crossEntropyGrad(logits: number, labels: number, dy: number, slopes: number, n: number, k: number): void;
  /** y = x between two bounds; a NaN stays one. */
  clamp(x: number, y: number, n: number, lowest: number, highest: number): void;
  reluGrad(x: number, dy: number, dx: number, n: number, highest: number): void;
  medianScratchBytes(height: number, width: number, channels: number): number;
  median(
    x: number,
    y: number,
    images: number,
    height: number,
    width: number,
    channels: number,
    size: number,
    scratch: number,
  ): void;
  /** sums[o][j] = Σᵢ x[o][i][j] / divisor; scratch: one row. */
  sumRows(x: number, outer: number, rows: number, columns: number, factor: number, sums: number, scratch: number): void;
  /** `offset` and `scale` are addresses or 0; scratch: two rows. */
  batchNorm(
    x: number,
    mean: number,
    variance: number,
    offset: number,
    scale: number,
    epsilon: number,
    y: number,
    rows: number,
    columns: number,
    lowest: number,
    highest: number,
    scratch: number,
  ): void;
  /** sums[j] = Σᵢ dy[i][j] · (x[i][j] − mean[j]); scratch: one row. */
  centredProducts(
    dy: number,
    x: number,
    mean: number,
    sums: number,
    rows: number,
    columns: number,
    scratch: number,
  ): void;
  /** Scratch: one row. */
  batchMoments(x: number, mean: number, variance: number, rows: number, columns: number, scratch: number): void;
  /** Scratch: three rows. */
  batchNormSlopes(
    dy: number,
    x: number,
    mean: number,
    variance: number,
    gamma: number,
    epsilon: number,
    dx: number,
    dGamma: number,
    dBeta: number,
    rows: number,
    columns: number,
    scratch: number,
  ): void;
  attackStepLinf(
    x: number,
    gradient: number,
    x0: number,
    out: number,
    n: number,
    stride: number,
    epsilon: number,
  ): void;
  attackStepL2(
    x: number,
    gradient: number,
    x0: number,
    out: number,
    images: number,
    pixels: number,
    stride: number,
    epsilon: number,
  ): void;
}

/** All of them, so that a module of another version is noticed before it is used. */
const names = {
  setGeometry: true,
  convScratchBytes: true,
  preparedFilterBytes: true,
  prepareFilter: true,
  convForward: true,
  convBackpropInput: true,
  convBackpropFilter: true,
  depthwiseBackpropInput: true,
  depthwiseBackpropFilter: true,
  packedMatrixBytes: true,
  packMatrix: true,
  matMulScratchBytes: true,
  matMul: true,
  maxPoolGrad: true,
  maxPool: true,
  avgPool: true,
  avgPoolGrad: true,
  adamStep: true,
  sgdStep: true,
  crossEntropy: true,
  crossEntropyGrad: true,
  clamp: true,
  reluGrad: true,
  medianScratchBytes: true,
  median: true,
  sumRows: true,
  batchNorm: true,
  centredProducts: true,
  batchMoments: true,
  batchNormSlopes: true,
  attackStepLinf: true,
  attackStepL2: true,
} satisfies Record<keyof Kernels, true>;

/** Links the module to the memory in which its operands lie. @throws Error when it is not the module of this version. */
export async function instantiateKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<Kernels> {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  const missing = Object.keys(names).filter((name) => typeof exports[name] !== 'function');
  if (missing.length > 0) throw new Error(`wasm kernels: the module lacks ${missing.join(', ')}`);
  return exports as unknown as Kernels; // the exports of assembly/index.ts
}
