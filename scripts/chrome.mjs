import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const remedy =
  'install Google Chrome or Chromium, or set CHROME_PATH to the executable of a Chromium-based browser that is installed';

/**
 * Path of a Chromium-based browser: the one CHROME_PATH names, else one installed in the usual places, else one that
 * Playwright downloaded before. With `install`, one is downloaded if there is none.
 *
 * @throws {Error} that says what to do when there is none
 */
export async function findChrome({ install = false } = {}) {
  const named = process.env.CHROME_PATH;
  if (named) {
    if (isExecutable(named)) return named;
    throw new Error(`CHROME_PATH: expected the path of an executable file, got ${named}; ${remedy}`);
  }
  const found = await search();
  if (found) return found;
  if (!install) throw new Error(`browser: expected Chrome or Chromium on this machine, found none; ${remedy}`);
  for (const attempt of [downloadWithPlaywright, installWithApt]) {
    if (!attempt()) continue;
    const installed = await search();
    if (installed) return installed;
  }
  throw new Error(`browser: found no Chrome or Chromium and could not download one; ${remedy}`);
}

/** Arguments for every launch in this project: nothing is fetched in the background, and root needs no sandbox. */
export const launchArgs = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
];

const search = async () => (await usualPlaces()).find((path) => isExecutable(path) && starts(path));

/** Ubuntu has a script named chromium-browser that only tells how to install the real one. */
const starts = (path) =>
  process.platform !== 'linux' || spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;

async function usualPlaces() {
  const { chromium } = await import('playwright-core');
  return [...(placesOf[process.platform] ?? placesOf.linux)(), chromium.executablePath()].filter(Boolean);
}

const placesOf = {
  linux: () => {
    const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
    const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), '/usr/bin', '/snap/bin'];
    return names.flatMap((name) => folders.map((folder) => join(folder, name)));
  },
  darwin: () => {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    const roots = ['/Applications', join(homedir(), 'Applications')];
    return apps.flatMap((app) => roots.map((root) => join(root, `${app}.app`, 'Contents', 'MacOS', app)));
  },
  win32: () => {
    const programs = [
      ['Google', 'Chrome', 'Application', 'chrome.exe'],
      ['Chromium', 'Application', 'chrome.exe'],
      ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
    ];
    const { PROGRAMFILES, 'PROGRAMFILES(X86)': programFilesX86, LOCALAPPDATA } = process.env;
    const roots = [PROGRAMFILES, programFilesX86, LOCALAPPDATA].filter(Boolean);
    return programs.flatMap((parts) => roots.map((root) => join(root, ...parts)));
  },
};

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false; // there is no such file, or it is not ours to run
  }
}

const installTimeoutMs = 5 * 60_000;

/** Runs a command with its output on stderr, so that the caller's own output stays clean. True when it succeeded. */
function succeeds(command, args) {
  console.error(`> ${command} ${args.join(' ')}`);
  return spawnSync(command, args, { stdio: ['ignore', 2, 2], timeout: installTimeoutMs }).status === 0;
}

function downloadWithPlaywright() {
  // The client beside this project, as `npx playwright-core` would start it, but the same on every system.
  const client = fileURLToPath(new URL('../node_modules/playwright-core/cli.js', import.meta.url));
  return existsSync(client) && succeeds(process.execPath, [client, 'install', 'chromium']);
}

function installWithApt() {
  const isDebian = existsSync('/etc/os-release') && /debian|ubuntu/i.test(readFileSync('/etc/os-release', 'utf8'));
  if (!isDebian || process.getuid?.() !== 0) return false;
  return succeeds('apt-get', ['update']) && succeeds('apt-get', ['install', '-y', 'chromium']);
}
