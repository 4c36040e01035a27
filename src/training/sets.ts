import { type DatasetId, datasetCards } from '../datasets/catalog.ts';
import { cifar10Folders, type FolderSet } from '../datasets/cifar10.folders.ts';

interface TrainingSet {
  readonly title: string;
  /** Height, width, channels. */
  readonly shape: readonly [number, number, number];
  readonly classes: number;
  readonly size: number;
  /** The data set of the lab on which the accuracy of what was trained is measured. */
  readonly measuredOn: DatasetId;
  /** This many images at the beginning are in `measuredOn` and may not be trained on. */
  readonly reserved: number;
  readonly origin: Published | FolderSet | Drawn | Embedded;
}

/** A data set that ships with the lab: what is not trained on is held out. */
interface Embedded {
  readonly kind: 'embedded';
  readonly dataset: DatasetId;
}

/** Where its files come from; `sha256` is of what they hold once unpacked. */
interface Published {
  readonly kind: 'published';
  readonly folder: string;
  readonly publisher: string;
  readonly images: { readonly name: string; readonly sha256: string };
  readonly labels: { readonly name: string; readonly sha256: string };
}

/** How its images are drawn; see `SignStream`. */
interface Drawn {
  readonly kind: 'drawn';
  readonly stream: 'train';
  readonly seed: number;
  readonly difficulty: number;
}

/** Sets a recipe may name. Published files do not ship with the lab. */
export const trainingSets = {
  'mnist-embedded': {
    title: 'Embedded digits',
    shape: [28, 28, 1],
    classes: 10,
    size: datasetCards.mnist.size,
    measuredOn: 'mnist',
    reserved: 0,
    origin: { kind: 'embedded', dataset: 'mnist' },
  },
  'mnist-train': {
    title: 'MNIST training images',
    shape: [28, 28, 1],
    classes: 10,
    size: 60000,
    measuredOn: 'mnist',
    reserved: 10000,
    origin: {
      kind: 'published',
      folder: 'mnist',
      publisher: 'the MNIST database of handwritten digits (Yann LeCun, Corinna Cortes, Christopher J. C. Burges)',
      images: {
        name: 'train-images-idx3-ubyte.gz',
        sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
      },
      labels: {
        name: 'train-labels-idx1-ubyte.gz',
        sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
      },
    },
  },
  'cifar10-train': {
    title: 'CIFAR-10 training images',
    shape: cifar10Folders.shape,
    classes: cifar10Folders.classes,
    size: cifar10Folders.size,
    measuredOn: 'cifar10',
    reserved: 10000,
    origin: cifar10Folders,
  },
  'signs-train': {
    title: 'synthetic traffic signs, training stream,',
    shape: [32, 32, 3],
    classes: 20,
    size: 1_000_000,
    measuredOn: 'signs',
    reserved: 0,
    origin: { kind: 'drawn', stream: 'train', seed: 1, difficulty: 0.5 },
  },
} as const satisfies Record<string, TrainingSet>;

export type TrainingSetId = keyof typeof trainingSets;
export const trainingSetIds = Object.keys(trainingSets) as TrainingSetId[];

/** Something of the user's: kept by this browser, or a file. */
export const ownPattern = /^(own:[0-9a-f]{12}|file:.+)$/;

/** Whether a recipe names images that the lab knows; others are the user's. */
export const isTrainingSet = (set: string): set is TrainingSetId => Object.hasOwn(trainingSets, set);
