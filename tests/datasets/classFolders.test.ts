import { describe, expect, it } from 'vitest';
import { classFolders, interleaved } from '../../src/datasets/classFolders.ts';

const named = (...names: string[]) => names.map((name) => ({ name }));

describe('class folders', () => {
  it('are in the order of their names, and so are their files', () => {
    const found = classFolders(named('犬/b.png', 'cat/2.png', '犬/a.png', 'cat/1.png'));
    expect(found).toEqual([
      { name: 'cat', files: named('cat/1.png', 'cat/2.png') },
      { name: '犬', files: named('犬/a.png', '犬/b.png') },
    ]);
  });

  it('are the folders right above the files, whatever is above them', () => {
    expect(classFolders(named('set/train/cat/1.png', 'set/train/dog/1.png')).map(({ name }) => name)).toEqual([
      'cat',
      'dog',
    ]);
  });

  it('pass over folders, loose files and what systems leave behind', () => {
    const leftovers = named('cat/', 'readme.txt', '__MACOSX/cat/._1.png', 'cat/.DS_Store', '.git/cat/1.png');
    expect(classFolders([...leftovers, { name: 'cat/1.png' }])).toEqual([{ name: 'cat', files: named('cat/1.png') }]);
  });

  it('give one image of each class in turn, until a class runs out', () => {
    const folders = [
      { name: 'a', files: ['a0', 'a1', 'a2'] },
      { name: 'b', files: ['b0'] },
      { name: 'c', files: ['c0', 'c1'] },
    ];
    expect(interleaved(folders).map(({ file, label }) => `${file} ${label}`)).toEqual([
      'a0 0',
      'b0 1',
      'c0 2',
      'a1 0',
      'c1 2',
      'a2 0',
    ]);
  });
});
