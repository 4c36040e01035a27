import { LabError } from '../../core/errors.ts';
import type { Norm } from '../../core/threat.ts';
import { planCells } from '../cells.ts';
import type { CheckResult } from '../checks/check.ts';
import { checkReport } from '../checks/checkReport.ts';
import type { CellBlock, CleanBlock, Warning } from '../events.ts';
import type { Report } from '../report.ts';
import { parseSpec, type SpecText } from '../spec.ts';
import { membersIn } from '../summary.ts';
import { trustWarnings } from '../trust.ts';
import { type DetectionRow, detectionRows } from './detectionRows.ts';
import { type ReportRow, reportRows } from './reportRows.ts';
import { sealKey, sealOf } from './seal.ts';

/** A report as it is saved. Rates lie in [0, 1], distances in the norm of the run, null stands for "no such number". */
export interface SavedReport {
  readonly schema: 1;
  /** Canonical text of the experiment; settings that are not named have their defaults. */
  readonly spec: SpecText;
  readonly seed: number;
  readonly norm: Norm;
  readonly version: string;
  readonly backend: string;
  readonly adapter: string;
  readonly model: { readonly id: string; readonly sha256: string };
  readonly dataset: { readonly id: string; readonly sha256: string };
  readonly classNames: readonly string[];
  readonly warnings: readonly Pick<Warning, 'code' | 'message' | 'cells'>[];
  /** Every check of the catalog; one that was raised comes once for each thing it found. */
  readonly checks: readonly Pick<CheckResult, 'code' | 'outcome' | 'value' | 'message' | 'cells'>[];
  readonly startedAt: string | null;
  /** Wall time of the run without start-up and loading; null while it is going on. */
  readonly seconds: number | null;
  /** False when the run was stopped, or had not ended yet. */
  readonly complete: boolean;
  readonly results: readonly ReportRow[];
  /** What the detectors of the run caught; absent where it had none. */
  readonly detections?: readonly DetectionRow[] | undefined;
  readonly images: { readonly clean: readonly CleanColumns[]; readonly cells: readonly CellColumns[] };
}

/** What both kinds of columns may hold besides. */
export interface AsideColumns {
  /** Class scores before the softmax; absent in older files. */
  readonly logits?: readonly (readonly number[])[] | undefined;
  /** How suspicious each image is, by detector; absent where the run has none. */
  readonly scores?: Readonly<Record<string, readonly number[]>> | undefined;
  /** What the second models say about the same images, by model; absent where the run has none. */
  readonly opinions?: Readonly<Record<string, OpinionColumns>> | undefined;
}

export interface OpinionColumns {
  readonly prediction: readonly number[];
  /** Largest class probability. */
  readonly confidence: readonly number[];
}

/** Clean images as one defended model sees them; entry i of every column belongs to image `index[i]` of the data set. */
export interface CleanColumns extends AsideColumns {
  readonly defense: string;
  readonly index: readonly number[];
  readonly label: readonly number[];
  /** Class the adversary wants; −1 where there is none. */
  readonly target: readonly number[];
  readonly prediction: readonly number[];
  readonly probabilities: readonly (readonly number[])[];
}

/** What one cell of the grid did to each image. */
export interface CellColumns extends AsideColumns {
  readonly attack: string;
  readonly defense: string;
  readonly adaptive: boolean;
  readonly epsilon: number | null;
  readonly index: readonly number[];
  readonly prediction: readonly number[];
  readonly probabilities: readonly (readonly number[])[];
  readonly success: readonly boolean[];
  readonly distance: readonly number[];
  /** Still a success after rounding to 8 bits. */
  readonly survives: readonly boolean[];
  /** Questions asked about each image; absent where the attack sees inside the model. */
  readonly queries?: readonly number[] | undefined;
  /** Which attack of a cascade brought each image down, null where none had to or could; absent for other attacks. */
  readonly by?: readonly (string | null)[] | undefined;
}

/** The report as JSON text, described by `docs/report.schema.json`; one result per line. */
export function reportJson(report: Report): string {
  const content = savedReport(report);
  const fields = Object.entries({ ...content, [sealKey]: sealOf(content) }).map(([key, value]) => {
    const text = ['results', 'detections', 'warnings', 'checks'].includes(key)
      ? lines(value as unknown[], '    ')
      : JSON.stringify(value);
    return `  ${JSON.stringify(key)}: ${key === 'images' ? imageLines(value as SavedReport['images']) : text}`;
  });
  return `{\n${fields.join(',\n')}\n}\n`;
}

/** @throws {LabError} `contract` when the run has not loaded its model yet, so that there is nothing to save. */
export const savedReport = (report: Report): SavedReport => ({
  ...savedHead(report),
  results: reportRows(report),
  ...(parseSpec(report.spec).detectors.length > 0 && { detections: detectionRows(report) }),
  images: { clean: cleanColumns(report), cells: cellColumns(report) },
});

/** What a saved report says besides its numbers. */
export type SavedHead = Omit<SavedReport, 'results' | 'detections' | 'images'>;

/** @throws {LabError} `contract` when the run has not loaded its model yet. */
export function savedHead(report: Report): SavedHead {
  const { setting } = report;
  if (!setting) throw new LabError('contract', 'savedReport: expected a run that has loaded its model, got none');
  const { seed, norm } = parseSpec(report.spec);
  const checks = checkReport(report);
  return {
    schema: 1,
    spec: report.spec,
    seed,
    norm,
    version: setting.version,
    backend: setting.backend,
    adapter: setting.adapter,
    model: { id: setting.model.id, sha256: setting.model.sha256 },
    dataset: { id: setting.dataset.id, sha256: setting.dataset.sha256 },
    classNames: setting.model.classNames,
    warnings: trustWarnings(report, checks).map(({ code, message, cells }) => ({ code, message, cells })),
    checks: checks.map(({ code, outcome, value, message, cells }) => ({ code, outcome, value, message, cells })),
    startedAt: report.startedAt ?? null,
    seconds: report.finished?.seconds ?? null,
    complete: report.finished?.complete ?? false,
  };
}

function cleanColumns({ clean }: Report): CleanColumns[] {
  return Object.entries(clean).map(([defense, blocks]) => ({
    defense,
    index: blocks.flatMap(positions),
    label: blocks.flatMap(({ labels }) => [...labels]),
    target: blocks.flatMap(({ targets }) => [...targets]),
    prediction: blocks.flatMap(({ predictions }) => [...predictions]),
    probabilities: blocks.flatMap((block) => vectors(block, block.probabilities)),
    ...asideColumns(blocks),
  }));
}

function cellColumns(report: Report): CellColumns[] {
  const order = new Map(planCells(parseSpec(report.spec)).map((cell, i) => [JSON.stringify(cell), i]));
  return Object.values(report.cells)
    .sort((a, b) => (order.get(JSON.stringify(a.cell)) ?? 0) - (order.get(JSON.stringify(b.cell)) ?? 0))
    .map(({ cell, blocks }) => ({
      ...cell,
      index: blocks.flatMap(positions),
      prediction: blocks.flatMap(({ predictions }) => [...predictions]),
      probabilities: blocks.flatMap((block) => vectors(block, block.probabilities)),
      success: blocks.flatMap(({ success }) => Array.from(success, Boolean)),
      distance: blocks.flatMap(({ distances }) => Array.from(distances, short)),
      survives: blocks.flatMap(({ survives }) => Array.from(survives, Boolean)),
      queries: blocks.some(({ queries }) => queries) ? blocks.flatMap(({ queries }) => [...queries!]) : undefined,
      by: blocks.some(({ by }) => by) ? blocks.flatMap(namesOf(membersIn(report, cell))) : undefined,
      ...asideColumns(blocks),
    }));
}

/** Columns that only some runs have; undefined ones are not written. */
function asideColumns(blocks: readonly (CleanBlock | CellBlock)[]): AsideColumns {
  const whole = blocks.every(({ logits }) => logits);
  return {
    logits: whole ? blocks.flatMap((block) => vectors(block, block.logits!)) : undefined,
    scores: scoreColumns(blocks),
    opinions: opinionColumns(blocks),
  };
}

function opinionColumns(blocks: readonly (CleanBlock | CellBlock)[]): AsideColumns['opinions'] {
  const [first] = blocks;
  if (!first?.opinions) return undefined;
  const column = (id: string): OpinionColumns => ({
    prediction: blocks.flatMap(({ opinions }) => [...(opinions?.[id]?.predictions ?? [])]),
    confidence: blocks.flatMap(({ opinions }) => Array.from(opinions?.[id]?.confidences ?? [], short)),
  });
  return Object.fromEntries(Object.keys(first.opinions).map((id) => [id, column(id)]));
}

function scoreColumns(blocks: readonly (CleanBlock | CellBlock)[]): Record<string, number[]> | undefined {
  const [first] = blocks;
  if (!first?.scores) return undefined;
  const column = (id: string) => blocks.flatMap(({ scores }) => Array.from(scores?.[id] ?? [], short));
  return Object.fromEntries(Object.keys(first.scores).map((id) => [id, column(id)]));
}

/** The attacks of a cascade that brought the images of a block down. */
const namesOf =
  (members: readonly string[]) =>
  ({ by }: CellBlock) =>
    Array.from(by!, (member) => members[member] ?? null);

const positions = ({ from, predictions }: CleanBlock | CellBlock) => Array.from(predictions, (_, i) => from + i);

/** One row per image. */
function vectors({ predictions }: CleanBlock | CellBlock, values: Float32Array): number[][] {
  const classes = values.length / predictions.length;
  return Array.from(predictions, (_, i) => Array.from(values.subarray(i * classes, (i + 1) * classes), short));
}

const short = (value: number) => Number(value.toPrecision(6)); // what float32 holds

const imageLines = ({ clean, cells }: SavedReport['images']) =>
  `{\n    "clean": ${lines(clean, '      ')},\n    "cells": ${lines(cells, '      ')}\n  }`;

function lines(rows: readonly unknown[], indent: string): string {
  if (rows.length === 0) return '[]';
  return `[\n${rows.map((row) => indent + JSON.stringify(row)).join(',\n')}\n${indent.slice(2)}]`;
}
