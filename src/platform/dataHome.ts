import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where fetched images are kept, outside of the lab, so that they outlive it: the user's cache. */
export const dataHome = ({ XDG_CACHE_HOME, HOME = homedir() }: NodeJS.ProcessEnv = process.env): string =>
  join(XDG_CACHE_HOME || join(HOME, '.cache'), 'epsilon-lab/data');

/** The folder of data sets: the one that EPSILON_DATA names, else where fetched images are kept. */
export const dataFolder = (env: NodeJS.ProcessEnv = process.env): string => env.EPSILON_DATA || dataHome(env);
