import * as tf from '@tensorflow/tfjs-core';

type Op = (...inputs: tf.Tensor[]) => tf.Tensor;

/** An op and the shapes of its random inputs; value and gradients are to agree between backends. */
export interface AgreementCase {
  readonly name: string;
  readonly op: Op;
  /** What the cpu backend computes instead where it cannot differentiate `op`. */
  readonly same?: Op;
  readonly shapes: readonly number[][];
}

type Padding = 'same' | 'valid' | tf.backend_util.ExplicitPadding;
const paddings: readonly Padding[] = [
  'same',
  'valid',
  [
    [0, 0],
    [1, 2],
    [0, 1],
    [0, 0],
  ],
];
// tfjs infers the rank of op results as unions that the ops themselves do not accept
const image = (x: tf.Tensor | undefined) => x as tf.Tensor4D;
const matrix = (x: tf.Tensor | undefined) => x as tf.Tensor2D;
const label = (value: unknown) => (Array.isArray(value) ? value.flat().join('.') : String(value));

const strides: readonly (number | [number, number])[] = [1, 2, [2, 1]];
// fill register tiles, leave remainders, exceed them; 3x3 with 16 or more channels takes the Winograd form
const channelPairs = [
  [1, 5],
  [3, 17],
  [5, 8],
  [17, 3],
  [8, 16],
  [16, 20],
  [36, 16],
] as const;

const convolutions = [1, 7].flatMap((batch) =>
  [1, 3, 4, 5].flatMap((kernel) =>
    strides.flatMap((stride) =>
      paddings.flatMap((pad) =>
        channelPairs.map(([cin, cout]) => convolution([batch, 7, 6, cin], [kernel, kernel, cin, cout], stride, pad)),
      ),
    ),
  ),
);

function convolution(x: number[], filter: number[], stride: number | [number, number], pad: Padding): AgreementCase {
  return {
    name: `conv ${label(x)} * ${label(filter)} stride ${label(stride)} ${label(pad)}`,
    op: (input, weights) => tf.conv2d(image(input), image(weights), stride, pad),
    shapes: [x, filter],
  };
}

const pairedWith = (
  kernels: readonly number[],
  pairs: readonly (readonly [number, number])[],
  image: readonly [number, number, number],
  steps: readonly (number | [number, number])[] = strides,
) =>
  kernels.flatMap((kernel) =>
    steps.flatMap((stride) =>
      paddings.flatMap((pad) =>
        pairs.map(([cin, cout]) => convolution([...image, cin], [kernel, kernel, cin, cout], stride, pad)),
      ),
    ),
  );

/** Grey and colour images, which have kernels of their own where the output has whole vectors of channels. */
const firstLayers = pairedWith(
  [1, 2, 3, 4, 5, 6, 7],
  [
    [1, 8],
    [3, 16],
  ],
  [2, 9, 13],
  [1, 2, 3, [1, 2]],
);

const largeConvolutions = [
  ...pairedWith([2, 6, 7], [[5, 9]], [2, 8, 9]),
  ...pairedWith(
    [1, 3],
    [
      [67, 4],
      [4, 67],
      [64, 68],
    ],
    [1, 5, 6],
  ),
  convolution([7, 16, 15, 16], [3, 3, 16, 20], 1, 'same'), // more blocks than are summed up at once
];

const unusualConvolutions = [
  convolution([1, 1, 1, 3], [1, 1, 3, 2], 1, 'valid'),
  convolution([2, 6, 6, 80], [5, 5, 80, 9], 1, 'valid'), // 2000 inputs, several blocks of depth
  convolution([2, 33, 40, 3], [3, 3, 3, 20], 2, 'same'),
];

const depthwise = [1, 3, 4].flatMap((kernel) =>
  [1, 2].flatMap((stride) =>
    (['same', 'valid'] as const).flatMap((pad) =>
      (
        [
          [1, 1],
          [5, 1],
          [17, 1],
          [3, 2],
        ] as const
      ).map(
        ([channels, multiplier]): AgreementCase => ({
          name: `depthwise kernel ${kernel} stride ${stride} ${pad} ${channels}x${multiplier}`,
          op: (x, filter) => tf.depthwiseConv2d(image(x), image(filter), stride, pad),
          shapes: [
            [2, 7, 6, channels],
            [kernel, kernel, channels, multiplier],
          ],
        }),
      ),
    ),
  ),
);

/** Of a dilated convolution the cpu backend knows only the value; the gradients are those of a filter with zeros. */
const spreadFilter = (filter: tf.Tensor, [dh, dw]: readonly [number, number]) => {
  const [kh, kw, inputs, outputs] = filter.shape as [number, number, number, number];
  const rows = Array.from({ length: (kh - 1) * dh + 1 }, (_, i) => (i % dh ? kh : i / dh));
  const columns = Array.from({ length: (kw - 1) * dw + 1 }, (_, i) => (i % dw ? kw : i / dw));
  const padded = tf.pad(image(filter), [
    [0, 1],
    [0, 1],
    [0, 0],
    [0, 0],
  ]);
  const pick = (indices: number[], size: number) => tf.oneHot(tf.tensor1d(indices, 'int32'), size);
  const tall = tf.matMul(pick(rows, kh + 1), tf.reshape(padded, [kh + 1, -1]));
  const across = tf.transpose(tf.reshape(tall, [rows.length, kw + 1, inputs * outputs]), [1, 0, 2]);
  const wide = tf.matMul(pick(columns, kw + 1), tf.reshape(across, [kw + 1, -1]));
  const back = tf.transpose(tf.reshape(wide, [columns.length, rows.length, inputs * outputs]), [1, 0, 2]);
  return tf.reshape(back, [rows.length, columns.length, inputs, outputs]) as tf.Tensor4D;
};

const dilated = (
  [
    [1, 2],
    [2, 2],
    [3, 1],
  ] as const
).flatMap((dilations) =>
  [1, 2, 3].flatMap((kernel) =>
    (['same', 'valid'] as const).flatMap((pad): AgreementCase[] => [
      {
        name: `conv kernel ${kernel} dilations ${dilations} ${pad}`,
        op: (x, filter) => tf.conv2d(image(x), image(filter), 1, pad, 'NHWC', [...dilations]),
        same: (x, filter) => tf.conv2d(image(x), spreadFilter(filter!, dilations), 1, pad),
        shapes: [
          [2, 9, 8, 3],
          [kernel, kernel, 3, 5],
        ],
      },
      {
        name: `depthwise kernel ${kernel} dilations ${dilations} ${pad}`,
        op: (x, filter) => tf.depthwiseConv2d(image(x), image(filter), 1, pad, 'NHWC', [...dilations]),
        same: (x, filter) => tf.depthwiseConv2d(image(x), spreadFilter(filter!, dilations), 1, pad),
        shapes: [
          [2, 9, 8, 3],
          [kernel, kernel, 3, 2],
        ],
      },
    ]),
  ),
);

const fused = (['linear', 'relu', 'relu6', 'elu', 'sigmoid'] as const).flatMap((activation): AgreementCase[] => [
  {
    name: `fused conv ${activation}`,
    op: (x, filter, bias) =>
      tf.fused.conv2d({ x: image(x), filter: image(filter), strides: 1, pad: 'same', bias: bias!, activation }),
    shapes: [[2, 6, 5, 3], [3, 3, 3, 13], [13]],
  },
  {
    name: `fused matMul ${activation}`,
    op: (a, b, bias) => tf.fused.matMul({ a: matrix(a), b: matrix(b), bias: bias!, activation }),
    shapes: [[7, 33], [33, 13], [13]],
  },
  {
    name: `fused wide matMul ${activation}`,
    op: (a, b, bias) => tf.fused.matMul({ a: matrix(a), b: matrix(b), bias: bias!, activation }),
    shapes: [[3, 90], [90, 600], [600]],
  },
]);

const products = [false, true].flatMap((transposeA) =>
  [false, true].flatMap((transposeB) =>
    (
      [
        [[], 1, 1, 1],
        [[], 7, 10, 128],
        [[], 33, 17, 5],
        [[], 5, 24, 1000],
        [[], 6, 8, 385],
        [[], 5, 300, 385],
        [[3], 4, 5, 6],
      ] as const
    ).map(
      ([batch, m, n, k]): AgreementCase => ({
        name: `matMul ${label([...batch, m, k])} * ${label([...batch, k, n])} ${transposeA} ${transposeB}`,
        op: (a, b) => tf.matMul(a!, b!, transposeA, transposeB),
        shapes: [
          [...batch, ...(transposeA ? [k, m] : [m, k])],
          [...batch, ...(transposeB ? [n, k] : [k, n])],
        ],
      }),
    ),
  ),
);

type Pooling = typeof tf.maxPool;
const poolingsWith = (name: string, pool: Pooling) =>
  [1, 3, 17, 67].flatMap((channels) =>
    [2, 3, 7].flatMap((size) =>
      [1, 2, 3].flatMap((stride) =>
        (['same', 'valid'] as const).map(
          (pad): AgreementCase => ({
            name: `${name} size ${size} stride ${stride} ${pad} ${channels} channels`,
            op: (x) => pool(image(x), size, stride, pad),
            shapes: [[channels === 3 ? 1 : 3, 9, 8, channels]],
          }),
        ),
      ),
    ),
  );

const poolings: AgreementCase[] = [
  ...poolingsWith('maxPool', tf.maxPool),
  ...poolingsWith('avgPool', tf.avgPool),
  {
    name: 'avgPool with the size rounded up',
    op: (x) => tf.avgPool(image(x), 3, 2, 1, 'ceil'),
    shapes: [[2, 6, 6, 5]],
  },
  {
    name: 'avgPool of unequal sides',
    op: (x) => tf.avgPool(image(x), [3, 2], [1, 2], 'same'),
    shapes: [[7, 5, 9, 8]],
  },
];

/** Begin and size of pieces of a [3, 4, 5, 2] tensor: runs that end at every axis, a copy, single values, nothing. */
const slices = (
  [
    [
      [0, 0, 0, 0],
      [3, 4, 5, 2],
    ],
    [
      [1, 0, 0, 0],
      [2, 4, 5, 2],
    ],
    [
      [0, 1, 0, 0],
      [3, 2, 5, 2],
    ],
    [
      [0, 1, 2, 0],
      [3, 3, 2, 2],
    ],
    [
      [2, 3, 4, 1],
      [1, 1, 1, 1],
    ],
    [
      [0, 0, 0, 1],
      [3, 4, 5, 1],
    ],
    [
      [1, 1, 1, 1],
      [-1, 2, -1, 1],
    ],
    [
      [0, 0, 3, 0],
      [3, 4, 0, 2],
    ],
  ] as const
).map(
  ([begin, size]): AgreementCase => ({
    name: `slice [${begin}] [${size}]`,
    op: (x) => tf.slice(x!, [...begin], [...size]),
    shapes: [[3, 4, 5, 2]],
  }),
);

const positive = (x: tf.Tensor | undefined) => tf.add(tf.abs(x!), 0.1) as tf.Tensor1D;
const vector = (x: tf.Tensor | undefined) => x as tf.Tensor1D;

const batchNorms = [1, 3, 4, 17, 67].flatMap((channels): AgreementCase[] => [
  {
    name: `batchNorm ${channels} channels`,
    op: (x, mean, variance, offset, scale) =>
      tf.batchNorm(image(x), vector(mean), positive(variance), vector(offset), vector(scale), 1e-3),
    shapes: [[7, 5, 4, channels], [channels], [channels], [channels], [channels]],
  },
  {
    name: `batchNorm with the moments of the batch, ${channels} channels`,
    op: (x, offset, scale) => {
      const { mean, variance } = tf.moments(x!, [0, 1, 2]);
      return tf.batchNorm(image(x), vector(mean), vector(variance), vector(offset), vector(scale), 1e-3);
    },
    shapes: [[7, 5, 4, channels], [channels], [channels]],
  },
  {
    name: `gradient of the gradient of batchNorm, ${channels} channels`,
    op: (x, mean, variance, offset, scale) =>
      tf.addN(
        tf
          .grads((z, s) =>
            tf.sum(
              tf.square(
                tf.batchNorm(image(z), vector(mean), positive(variance), vector(offset), s as tf.Tensor1D, 1e-3),
              ),
            ),
          )([x!, scale!])
          .map((part) => tf.sum(tf.mul(part, part))),
      ),
    shapes: [[2, 3, 2, channels], [channels], [channels], [channels], [channels]],
  },
]);

const reductions = (
  [
    [[4, 4, 4], [1]],
    [
      [4, 4, 4],
      [0, 1],
    ],
    [[4, 4, 4], [0]],
    [
      [7, 6, 5, 17],
      [1, 2],
    ],
    [
      [7, 6, 5, 17],
      [0, 1, 2],
    ],
    [
      [1, 30, 30, 1],
      [0, 1, 2],
    ],
    [[3, 200, 3], [1]],
    [
      [2, 3, 4],
      [0, 2],
    ],
  ] as const
).flatMap(([shape, axes]): AgreementCase[] =>
  [false, true].flatMap((keepDims): AgreementCase[] => [
    { name: `sum ${shape} over ${axes}`, op: (x) => tf.sum(x!, [...axes], keepDims), shapes: [[...shape]] },
    { name: `mean ${shape} over ${axes}`, op: (x) => tf.mean(x!, [...axes], keepDims), shapes: [[...shape]] },
  ]),
);

const clamps: AgreementCase[] = [
  { name: 'relu', op: (x) => tf.relu(x!), shapes: [[3, 7, 5]] },
  { name: 'relu6', op: (x) => tf.relu6(tf.mul(x!, 6)), shapes: [[3, 7, 5]] },
];

const convWithBias = (x: tf.Tensor | undefined, filter: tf.Tensor | undefined, bias: tf.Tensor | undefined) =>
  tf.add(tf.conv2d(image(x), image(filter), 1, 'same'), bias!) as tf.Tensor4D;
const filterAndBias = [[3, 3, 3, 5], [5]];

/** Kernels that may be computed together with the one before, in all orders that could lead them astray. */
const chains: AgreementCase[] = [
  ...[2, 3].map(
    (size): AgreementCase => ({
      name: `conv, bias, relu, maxPool of size ${size}`,
      op: (x, filter, bias) => tf.maxPool(tf.relu(convWithBias(x, filter, bias)), size, 2, 'same'),
      shapes: [[2, 9, 8, 3], ...filterAndBias],
    }),
  ),
  {
    name: 'conv and bias, read before and after the relu',
    op: (x, filter, bias) => {
      const y = convWithBias(x, filter, bias);
      return tf.add(tf.relu(y), tf.mul(y, tf.relu6(y)));
    },
    shapes: [[2, 6, 5, 3], ...filterAndBias],
  },
  {
    name: 'two biases',
    op: (x, filter, bias) => tf.relu(tf.add(convWithBias(x, filter, bias), bias!)),
    shapes: [[2, 6, 5, 3], ...filterAndBias],
  },
  {
    name: 'a bias of another width after a reshape',
    op: (x, filter, bias) =>
      tf.relu(tf.add(tf.reshape(tf.conv2d(image(x), image(filter), 1, 'same'), [2, 6, 25]), bias!)),
    shapes: [[2, 6, 5, 3], [3, 3, 3, 5], [25]],
  },
  {
    name: 'a bias of higher rank than the product',
    op: (a, b, bias) => tf.relu(tf.add(tf.matMul(matrix(a), matrix(b)), bias!)),
    shapes: [
      [4, 5],
      [5, 6],
      [1, 1, 6],
    ],
  },
  {
    name: 'a bias per row',
    op: (a, b, bias) => tf.relu(tf.add(tf.matMul(matrix(a), matrix(b)), bias!)),
    shapes: [
      [6, 5],
      [5, 6],
      [6, 1],
    ],
  },
  {
    name: 'two convolutions added',
    op: (x, filter, other) =>
      tf.relu(tf.add(tf.conv2d(image(x), image(filter), 1, 'same'), tf.conv2d(image(x), image(other), 1, 'same'))),
    shapes: [
      [2, 6, 5, 3],
      [3, 3, 3, 5],
      [1, 1, 3, 5],
    ],
  },
  {
    name: 'conv, batchNorm, relu',
    op: (x, filter, mean, scale) =>
      tf.relu(
        tf.batchNorm(
          tf.conv2d(image(x), image(filter), 1, 'same'),
          vector(mean),
          positive(scale),
          vector(mean),
          vector(scale),
        ),
      ),
    shapes: [[2, 6, 5, 3], [3, 3, 3, 5], [5], [5]],
  },
  {
    name: 'dense, bias, relu',
    op: (a, b, bias) => tf.relu(tf.add(tf.matMul(matrix(a), matrix(b)), bias!)),
    shapes: [[7, 33], [33, 13], [13]],
  },
  {
    name: 'maxPool of a relu that is used twice',
    op: (x) => {
      const y = tf.relu(image(x));
      return tf.concat([tf.reshape(tf.maxPool(y, 3, 2, 'same'), [-1]), tf.reshape(tf.square(y), [-1])]);
    },
    shapes: [[2, 6, 5, 3]],
  },
  {
    name: 'a filter that is gone when the convolution is read',
    op: (x) => {
      const filter = tf.fill([3, 3, 3, 5], 0.5);
      const y = tf.conv2d(image(x), image(filter), 1, 'same');
      if (tf.engine().state.gradientDepth === 0) filter.dispose();
      return tf.tanh(y);
    },
    shapes: [[2, 6, 5, 3]],
  },
];

const rest: AgreementCase[] = [
  ...slices,
  { name: 'slice of a vector', op: (x) => tf.slice(x!, 2, 3), shapes: [[7]] },
  { name: 'maxPool with ties', op: (x) => tf.maxPool(image(tf.relu(x!)), 3, 2, 'same'), shapes: [[3, 9, 8, 5]] },
  {
    name: 'gradient of gradient',
    op: (x, w) => tf.grad((z) => tf.sum(tf.square(tf.relu(tf.conv2d(image(z), image(w), 1, 'same')))))(x!),
    shapes: [
      [2, 6, 5, 3],
      [3, 3, 3, 4],
    ],
  },
  { name: 'bias', op: (x, bias) => tf.add(x!, bias!), shapes: [[3, 4, 5, 7], [7]] },
  { name: 'sums', op: (x) => tf.addN([tf.sum(x!, [1, 2]), tf.sum(x!, [0, 1])]), shapes: [[4, 4, 4]] },
];

export const agreementCases = {
  convolution: [...convolutions, ...largeConvolutions, ...unusualConvolutions],
  'convolution of grey and colour images': firstLayers,
  'depthwise convolution': depthwise,
  'fused bias and activation': fused,
  'matrix product': products,
  pooling: poolings,
  'dilated convolution': dilated,
  'batch norm': batchNorms,
  'sums and means': reductions,
  'relu and relu6': clamps,
  'kernels computed together': chains,
  'everything else': rest,
} satisfies Record<string, readonly AgreementCase[]>;
