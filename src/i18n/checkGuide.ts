import './checkWords.ts';
import { type CheckCode, checkCards, checkCodes } from '../spec/checks/catalog.ts';
import { speak, type Voice } from './voice.ts';

/** The guide to the checks as Markdown, in one language: the text of the panel on the page. Anchors are the codes. */
export function checkGuide(language: string): string {
  const voice = speak(language);
  const { say } = voice;
  const entries = checkCodes.map((code) => entry(voice, code));
  return `# ${say('checks.guide')}\n\n${say('checks.guideSub')}\n\n${entries.join('\n')}`;
}

function entry({ say, card }: Voice, code: CheckCode): string {
  const known = checkCards[code];
  const facts: readonly (readonly [string, string])[] = [
    [say('checks.rule'), card(`checks.${code}.rule`, known.rule)],
    [say('checks.meaning'), card(`checks.${code}.meaning`, known.meaning)],
    [say('checks.effect'), say(`checks.severity.${known.severity}`)],
    [say('checks.when'), say(`checks.when.${known.when}`)],
    [say('checks.source'), known.source],
  ];
  const lines = facts.map(([name, text]) => `- **${name}**: ${text}`);
  return `<a id="${code}"></a>\n\n## ${card(`checks.${code}.title`, known.title)} (\`${code}\`)\n\n${lines.join('\n')}\n`;
}
