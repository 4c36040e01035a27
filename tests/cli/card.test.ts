import { readFile } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import type { ModelCard } from '../../src/classifiers/card.ts';
import { modelCards } from '../../src/classifiers/catalog.ts';
import { lists } from '../../src/cli/lists.ts';
import { main } from '../../src/cli/main.ts';
import { cardFile, measureCard } from '../../src/cli/modelCard.ts';
import { datasetCards } from '../../src/datasets/catalog.ts';
import { openNodeEnv } from '../../src/platform/nodeEnv.ts';

describe('epsilon card', () => {
  it('measures answers and cost from the files, and leaves the rest of the card as it is', async () => {
    const { env } = await openNodeEnv({});
    const card: ModelCard = modelCards['mnist-mlp'];
    const blank = { ...card, multiplyAdds: 0, confusion: [], accuracy: { count: 0, n: 0, value: 0 } };
    expect(await measureCard(blank, env.readAsset, env.breathe)).toEqual(card);
  });

  it('refuses a model that is not of the lab, and names those that are', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(await main(['node', 'epsilon', 'card', 'no-such'])).toBe(2);
    expect(said.mock.calls.join('')).toMatch(/^no-such: expected a model, one of mnist-cnn, /);
    said.mockRestore();
  });

  it.each(Object.values<ModelCard>(modelCards))('keeps the card of $id as it writes it', async (card) => {
    const kept = await readFile(new URL(`../../models/${card.id}/card.json`, import.meta.url));
    expect(new TextDecoder().decode(cardFile(card))).toBe(new TextDecoder().decode(kept));
  });
});

it('epsilon models says what an image takes and under which licence a network is', () => {
  const [first] = lists.models().split('\n\n');
  expect(first).toContain('171,158 parameters, 863,400 multiply-adds per image');
  expect(first).toContain(`licence Apache-2.0; images: ${datasetCards.mnist.licence}`);
});
