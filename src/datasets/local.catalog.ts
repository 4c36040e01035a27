import type { LocalSet } from './localSet.card.ts';

const digits = (folder: string, part: string) =>
  [`${part}-images-idx3-ubyte.gz`, `${part}-labels-idx1-ubyte.gz`].map((name) => `${folder}/${name}`);

/** Images that may lie on this computer, by the names that `epsilon data fetch` and their publishers give the files. */
export const localSets = [
  { id: 'mnist-test', title: 'MNIST, test images', files: digits('mnist', 't10k') },
  { id: 'mnist-train', title: 'MNIST, training images', files: digits('mnist', 'train') },
  { id: 'fashion-mnist-test', title: 'Fashion-MNIST, test images', files: digits('fashion-mnist', 't10k') },
  { id: 'fashion-mnist-train', title: 'Fashion-MNIST, training images', files: digits('fashion-mnist', 'train') },
  { id: 'cifar10-test', title: 'CIFAR-10, test images', files: ['cifar10/cifar-10-binary.tar.gz'] },
  { id: 'cifar10-jpg', title: 'CIFAR-10, training images as JPEG', files: ['cifar10-jpg/train.zip'] },
  {
    id: 'gtsrb-test',
    title: 'German traffic signs, test images',
    files: ['gtsrb/GTSRB_Final_Test_Images.zip', 'gtsrb/GTSRB_Final_Test_GT.zip'],
  },
  {
    id: 'gtsrb-train',
    title: 'German traffic signs, training images',
    files: ['gtsrb/GTSRB_Final_Training_Images.zip'],
  },
] as const satisfies readonly LocalSet[];
