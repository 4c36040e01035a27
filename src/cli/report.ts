import { readFile } from 'node:fs/promises';
import { loadLanguage } from '../i18n/languages.ts';
import { speak } from '../i18n/voice.ts';
import { makeCard } from '../spec/robustness/makeCard.ts';
import type { Policy } from '../spec/thresholds/policy.ts';
import { craftExamples, labVersion, profileIn, readSources } from './cardSources.ts';
import { describeCard } from './cardText.ts';
import { writeOut } from './textFiles.ts';

/** What `epsilon report` was asked for. */
export interface ReportRequest {
  readonly files: readonly string[];
  readonly profile: string | undefined;
  readonly defense: string | undefined;
  readonly policy: Policy;
  readonly language: 'en' | 'ja';
  /** Of the page, for link and QR code. */
  readonly address: string;
  /** Pictures to draw; they are attacked again. */
  readonly examples: number;
  readonly html: string | undefined;
  readonly out: string | undefined;
  readonly json: boolean;
}

/** `epsilon report`: the robustness card of saved reports. @throws {LabError} `asset` for a bad file. */
export async function reportCommand(request: ReportRequest, signal: AbortSignal): Promise<void> {
  const { defense, policy, address, html, out, json } = request;
  await loadLanguage(request.language);
  const sources = await readSources(request.files);
  const profile = await profileIn(request.profile);
  const drawn = html !== undefined || out !== undefined || json;
  const { examples, reason } = await craftExamples(sources, { defense, wanted: drawn ? request.examples : 0, signal });
  if (reason !== undefined) process.stderr.write(`Worst examples: ${reason}\n`);
  const madeAt = new Date().toISOString();
  const card = makeCard(sources, { profile, policy, defense, version: labVersion, madeAt, address, examples });
  const text = `${JSON.stringify(card, null, 2)}\n`;
  const voice = speak(request.language);
  process.stdout.write(json ? text : `${describeCard(card, voice)}\n`);
  if (out !== undefined) await writeOut(out, text);
  if (html !== undefined) {
    const { standaloneHtml } = await import('../ui/sheet/standalone.tsx');
    await writeOut(html, standaloneHtml({ card, voice, css: await sheetCss() }));
  }
}

async function sheetCss(): Promise<string> {
  const files = ['../ui/styles/tokens.css', '../ui/sheet/sheet.css'];
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, import.meta.url), 'utf8')));
  return texts.join('\n');
}
