import { colourBudgets } from './budgets.ts';
import type { PackedCard } from './card.ts';

export const cifar10Card = {
  kind: 'packed',
  id: 'cifar10',
  title: 'CIFAR-10 photographs',
  summary:
    'The first 1,000 training images of each class of CIFAR-10 (Krizhevsky, Nair, Hinton), as JPEG files decoded, in the order airplane, automobile, …, truck, airplane, …. The shipped models were trained on the others only and never saw these.',
  source: 'The folder that EPSILON_DATA names: cifar10-jpg/train.zip',
  licence: 'None stated by the publisher; not shipped with the lab.',
  local: true,
  shape: [32, 32, 3],
  classNames: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
  size: 10000,
  budgets: colourBudgets,
  partSize: 1000,
  parts: [
    'dbcd267bb23f6bb8b706c3dbfffd4d89b50daf64ef70aa7986c2d2c85ad19e31',
    'aa26e0ed4b562e0ef01ccd22835003db87a6293beccbd4916e060bff42acdbdb',
    '4ea73007e27003a60aa9ab83be6f7762cc7f4293e3827b9999586e8ad5a3afa5',
    '2c96edb16ec580aedbc540e6cccefc9a0382574d8a379a41640aa6a1f0475dcc',
    '4f4d3a0733840eb888c1cefa4cd5868f5881589ea06e90fcd3339f9251257f28',
    'd6f053c43d6a57dd43a67a069b490ad8f76358895e6d372cfd565588ac425e8c',
    'e8f41855c3e056eae60d0c414db97660dbc451ffe6215211d15fd0c44e2891af',
    'd5aab890d4a4d32482e9dc8f94102186b5c8575e79ac0d844978d7cdfde34280',
    'f9fea73b75549a47d8d2b4a3360cde409447847d24d37410af76b1beadf5ec31',
    'b90e0652053c7404ae7d780944b4d78ab38559a4b7073da6b0d0f39f55822c52',
  ],
} as const satisfies PackedCard;
