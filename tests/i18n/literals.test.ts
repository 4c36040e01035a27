import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = new URL('../../src/ui/', import.meta.url);
const spoken = new Set(['aria-label', 'title', 'alt', 'placeholder', 'aria-description', 'aria-valuetext', 'label']);
const hasLetters = (text: string) => /\p{L}/u.test(text);

/** Texts in a component that a reader would see or hear without a message behind them. */
function literalsIn(name: string, source: string): string[] {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isJsxText(node) && hasLetters(node.text)) found.push(node.text.trim());
    if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent)) {
      for (const text of rendered(node.expression)) if (hasLetters(text)) found.push(text);
    }
    if (ts.isJsxAttribute(node) && spoken.has(node.name.getText())) {
      const value = node.initializer;
      const inner = value && ts.isJsxExpression(value) ? value.expression : value;
      if (inner) for (const text of rendered(inner)) if (hasLetters(text)) found.push(text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** String literals that an expression can evaluate to. */
function rendered(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)];
  if (ts.isParenthesizedExpression(node)) return rendered(node.expression);
  if (ts.isConditionalExpression(node)) return [...rendered(node.whenTrue), ...rendered(node.whenFalse)];
  if (ts.isBinaryExpression(node) && isChoice(node.operatorToken.kind))
    return [...rendered(node.left), ...rendered(node.right)];
  return [];
}

const isChoice = (kind: ts.SyntaxKind) =>
  [
    ts.SyntaxKind.AmpersandAmpersandToken,
    ts.SyntaxKind.BarBarToken,
    ts.SyntaxKind.QuestionQuestionToken,
    ts.SyntaxKind.PlusToken,
  ].includes(kind);

const components = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx'));

describe('the page', () => {
  it.each(components)('%s speaks only through messages', (name) => {
    expect(literalsIn(name, readFileSync(new URL(name, root), 'utf8'))).toEqual([]);
  });

  it('would notice a literal in each place it can hide', () => {
    const source = `<p title="Title">Text {on ? 'yes' : label ?? 'none'}{\`n = \${n}\`}<b aria-label={'Name'}>42 %</b></p>`;
    expect(literalsIn('probe.tsx', source).sort()).toEqual(['Name', 'Text', 'Title', 'n = ', 'none', 'yes']);
  });
});
