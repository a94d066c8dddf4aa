import type { ExpressionNode } from './field-macros.ts';

/** What stands in the text for a part of it, with the brackets around what it begins and ends with: its range leaves them out. */
export function sourceOf(node: ExpressionNode, text: string): string {
  let { start = 0, end = text.length } = node.range ?? {};
  const { closed, opened } = unmatched(text.slice(start, end));
  // Between a bracket and what it is around there are blanks alone.
  for (let n = 0; n < closed; n++) start = text.lastIndexOf('(', start - 1);
  for (let n = 0; n < opened; n++) end = text.indexOf(')', end) + 1;
  return text.slice(start, end);
}

const token = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\/\/[^\n]*|[()]/g;

/** Brackets that are closed and not opened there, and those that are opened and not closed. */
function unmatched(text: string): { closed: number; opened: number } {
  let closed = 0;
  let opened = 0;
  for (const [found] of text.matchAll(token)) {
    if (found === '(') opened++;
    else if (found !== ')') continue;
    else if (opened > 0) opened--;
    else closed++;
  }
  return { closed, opened };
}
