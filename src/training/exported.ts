import type { Env } from '../engine/env.ts';
import type { Checkpoint } from './checkpoint.ts';
import { openStart } from './material.ts';
import { type GraphFiles, graphFiles, type ModelFiles, modelFiles } from './modelFiles.ts';
import { ownStart, type Recipe } from './recipe.ts';

/** The files of a model at a checkpoint; a network of the user's is read where it lies. @throws {LabError} as `openStart`. */
export async function exported(recipe: Recipe, checkpoint: Checkpoint, env: Env): Promise<ModelFiles | GraphFiles> {
  const start = ownStart(recipe) === undefined ? undefined : await openStart(recipe, env);
  return start?.kind === 'graph' ? graphFiles(recipe, checkpoint, start.graph) : modelFiles(recipe, checkpoint);
}
