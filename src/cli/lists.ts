import { attackCards } from '../attacks/catalog.ts';
import type { ModelCard } from '../classifiers/card.ts';
import { modelCards } from '../classifiers/catalog.ts';
import type { ParamSchema } from '../core/params.ts';
import type { DatasetCard } from '../datasets/card.ts';
import { type DatasetId, datasetCards } from '../datasets/catalog.ts';
import { defenseCards } from '../defenses/catalog.ts';
import { detectorCards } from '../detectors/catalog.ts';
import type { CountermeasureCard, ThiefCard } from '../extraction/card.ts';
import { countermeasureCards } from '../extraction/countermeasures.catalog.ts';
import { thiefCards } from '../extraction/thieves.catalog.ts';
import { describeParam } from './specFlags.ts';

/** What exists, one block of text per entry, all of it from the cards. */
export const lists = {
  models: () => Object.values(modelCards).map(describeModel).join('\n\n'),
  datasets: () => Object.values(datasetCards).map(describeDataset).join('\n\n'),
  attacks: () => Object.entries(attackCards).map(describeAttack).join('\n\n'),
  defenses: () => Object.entries(defenseCards).map(describeDefense).join('\n\n'),
  detectors: () => Object.entries(detectorCards).map(describeDetector).join('\n\n'),
  thieves: () => Object.entries(thiefCards).map(describeThief).join('\n\n'),
  countermeasures: () => Object.entries(countermeasureCards).map(describeCountermeasure).join('\n\n'),
};

function describeModel(card: ModelCard): string {
  const { count, n, value } = card.accuracy;
  const facts = [
    `images ${card.inputShape.join(' × ')}`,
    `${card.classNames.length} classes`,
    `${whole(card.parameters)} parameters`,
    `${whole(card.multiplyAdds)} multiply-adds per image`,
    n > 0
      ? `${(100 * value).toFixed(2)} % right (${whole(count)} of ${whole(n)} of ${card.dataset})`
      : 'not measured yet',
  ];
  if (card.robust)
    facts.push(
      `${(100 * card.robust.value).toFixed(1)} % withstand ${card.robust.spec.attack} at ε = ${card.robust.spec.eps} (n = ${whole(card.robust.n)})`,
    );
  if (card.certified)
    facts.push(
      `${(100 * card.certified.value).toFixed(1)} % certified at ε = ${card.certified.eps} by ${card.certified.bound} bounds`,
    );
  const { recipe, seed, images } = card.training;
  return block(card.id, card.title, [
    card.summary,
    facts.join(', '),
    `trained on ${images}: ${recipe}, seed ${seed}`,
    `licence ${card.licence}; images: ${datasetCards[card.dataset as DatasetId].licence}`,
    ...Object.entries(card.files).map(([file, sha256]) => `${file}: sha256 ${sha256}`),
  ]);
}

function describeDataset(card: DatasetCard): string {
  const facts = [`${whole(card.size)} images ${card.shape.join(' × ')}`, `${card.classNames.length} classes`];
  return block(card.id, card.title, [card.summary, facts.join(', '), `source: ${card.source}`, card.licence]);
}

function describeAttack([id, card]: [string, (typeof attackCards)[keyof typeof attackCards]]): string {
  return block(id, card.title, [
    card.summary,
    paper(card.paper),
    `needs ${card.access}; norms ${card.norms.join(', ')}; goals ${card.goals.join(', ')}`,
    ...settings(id, card.params),
  ]);
}

/** What it is, what speaks for it and against it, and where it comes from. */
const weighed = (
  card: (typeof defenseCards)[keyof typeof defenseCards] | (typeof detectorCards)[keyof typeof detectorCards],
) => [card.summary, `+ ${card.strengths}`, `- ${card.weaknesses}`, `cost: ${card.costs}`, paper(card.paper)];

function describeDefense([id, card]: [string, (typeof defenseCards)[keyof typeof defenseCards]]): string {
  return block(id, card.title, [
    ...weighed(card),
    `gradient of the adaptive attack: ${card.backward}${card.randomised ? ', mean over several draws (EOT)' : ''}`,
    ...settings(id, card.params),
  ]);
}

function describeDetector([id, card]: [string, (typeof detectorCards)[keyof typeof detectorCards]]): string {
  return block(id, card.title, [...weighed(card), ...settings(id, card.params)]);
}

function describeThief([id, card]: [string, ThiefCard]): string {
  return block(id, card.title, [
    card.summary,
    paper(card.paper),
    `learns from ${card.labels.join(' or ')} labels`,
    ...settings(id, card.params),
  ]);
}

function describeCountermeasure([id, card]: [string, CountermeasureCard]): string {
  const source = card.paper ? [paper(card.paper)] : [];
  return block(id, card.title, [card.summary, ...source, `kind: ${card.kind}`, ...settings(id, card.params)]);
}

const paper = ({ authors, year, arxiv }: { authors: string; year: number; arxiv: string }) =>
  `${authors} ${year}, arXiv:${arxiv}`;

const settings = (id: string, schema: ParamSchema) =>
  Object.entries(schema).map(([name, param]) => `--${id}.${name}  ${describeParam(param)}`);

const block = (id: string, title: string, lines: readonly string[]) =>
  [`${id}  ${title}`, ...lines.map((line) => `  ${line}`)].join('\n');

const whole = (value: number) => value.toLocaleString('en-US');
