import { fillTemplate } from '../core/fillTemplate.ts';
import { type CheckCode, checkCards, reasons } from '../spec/checks/catalog.ts';
import type { CheckResult } from '../spec/checks/check.ts';
import type { Warning } from '../spec/events.ts';
import cards from './checks.ja.cards.json' with { type: 'json' };
import './detectorTexts.ts';
import { addPageTexts } from './messages.ts';
import type { Voice } from './voice.ts';

// What the checks say comes with this file: nobody needs it before there are numbers.
addPageTexts({ en: {}, ja: {}, cards });

/** A doubt about a report, in words. */
export function warningText(voice: Voice, warning: Warning): string {
  const { code, values } = warning;
  if (!isCheckCode(code)) return voice.notice(warning);
  return fillTemplate(voice.card(`checks.${code}.raised`, checkCards[code].raised), voice.words(values));
}

/** What a check found, or why it has nothing to say. */
export function checkText({ say, card, words }: Voice, { code, outcome, values, reason }: CheckResult): string {
  if (outcome === 'pending') return say('checks.pending');
  if (outcome === 'not-applicable') return reason ? card(`checks.reason.${reason}`, reasons[reason]) : '';
  return fillTemplate(card(`checks.${code}.${outcome}`, checkCards[code][outcome]), words(values));
}

const isCheckCode = (code: string): code is CheckCode => Object.hasOwn(checkCards, code);
