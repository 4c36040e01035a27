/** A file that its publisher offers. */
export interface OfferedFile {
  readonly name: string;
  /** Where it is offered, tried in this order: the publisher's own address, then what is known to hold the same file. */
  readonly addresses: readonly string[];
  /** Absent where nobody vouches for one: then the first download sets what later ones have to be. */
  readonly sha256?: string;
}

/** A set of images that can be fetched by name; its files go into a folder of their own. */
export interface FetchableSet {
  readonly title: string;
  readonly folder: string;
  readonly files: readonly OfferedFile[];
}

const at = (bases: readonly string[], name: string, sha256?: string): OfferedFile => ({
  name,
  addresses: bases.map((base) => `${base}${name}`),
  ...(sha256 && { sha256 }),
});

const mnist = ['http://yann.lecun.com/exdb/mnist/', 'https://storage.googleapis.com/cvdf-datasets/mnist/'];
const fashion = ['http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/'];
const cifar = ['https://www.cs.toronto.edu/~kriz/'];
const gtsrb = ['https://sid.erda.dk/public/archives/daaeac0d7ce1152aea9b61d9f1e19370/'];

/** Sets by the name they are fetched by. The hashes are those of the compressed files. */
export const fetchableSets = {
  mnist: {
    title: 'MNIST digits (Yann LeCun, Corinna Cortes, Christopher J. C. Burges)',
    folder: 'mnist',
    files: [
      at(mnist, 'train-images-idx3-ubyte.gz', '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609'),
      at(mnist, 'train-labels-idx1-ubyte.gz', '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c'),
      at(mnist, 't10k-images-idx3-ubyte.gz', '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6'),
      at(mnist, 't10k-labels-idx1-ubyte.gz', 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6'),
    ],
  },
  'fashion-mnist': {
    title: 'Fashion-MNIST articles (Zalando Research)',
    folder: 'fashion-mnist',
    files: [
      at(fashion, 'train-images-idx3-ubyte.gz', '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84'),
      at(fashion, 'train-labels-idx1-ubyte.gz', 'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845'),
      at(fashion, 't10k-images-idx3-ubyte.gz', '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073'),
      at(fashion, 't10k-labels-idx1-ubyte.gz', '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5'),
    ],
  },
  cifar10: {
    title: 'CIFAR-10 photographs (Alex Krizhevsky, Vinod Nair, Geoffrey Hinton)',
    folder: 'cifar10',
    files: [at(cifar, 'cifar-10-binary.tar.gz', 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd')],
  },
  gtsrb: {
    title: 'German traffic signs (Institut für Neuroinformatik, Ruhr-Universität Bochum)',
    folder: 'gtsrb',
    files: ['GTSRB_Final_Training_Images.zip', 'GTSRB_Final_Test_Images.zip', 'GTSRB_Final_Test_GT.zip'].map((name) =>
      at(gtsrb, name),
    ),
  },
} as const satisfies Record<string, FetchableSet>;

export type FetchableId = keyof typeof fetchableSets;
export const fetchableIds = Object.keys(fetchableSets) as FetchableId[];
