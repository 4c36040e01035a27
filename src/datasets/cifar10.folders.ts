/** Images as files in one folder per class, inside a ZIP archive of a folder that the user names. */
export interface FolderSet {
  readonly kind: 'folders';
  readonly id: string;
  readonly folder: string;
  readonly archive: string;
  readonly publisher: string;
  /** Height, width, channels. */
  readonly shape: readonly [number, number, number];
  readonly classes: number;
  readonly size: number;
  /** Images per part of what is kept once they are decoded. */
  readonly partSize: number;
  /** SHA-256 of all decoded parts in a row: of each its labels, then its pixels, one byte each. */
  readonly sha256: string;
}

export const cifar10Folders = {
  kind: 'folders',
  id: 'cifar10-train',
  folder: 'cifar10-jpg',
  archive: 'train.zip',
  publisher:
    'CIFAR-10 (Alex Krizhevsky, Vinod Nair, Geoffrey Hinton), as JPEG files in one folder per class, in one ZIP archive',
  shape: [32, 32, 3],
  classes: 10,
  size: 50000,
  partSize: 1000,
  sha256: '84a6a43aafacebb712f83fe1e261a9be1addd0e966a85ce0e2241737ea52cd4a',
} as const satisfies FolderSet;
