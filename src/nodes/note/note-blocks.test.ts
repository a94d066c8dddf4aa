import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type NoteBlock, noteBlocks, noteTitle } from './note-blocks.ts';

const spans = (text: string) => noteBlocks(text).flatMap(({ lines }) => lines.flat());
const kinds = (text: string) => noteBlocks(text).map(({ kind, lines }) => `${kind} ${lines.length}`);

test('headings, lists and paragraphs are told apart by how their lines begin', () => {
  const text = '# Rules\nAsk legal first.\nThen us.\n\n- one\n* two\n\n1. first\n2) second\n-- no list';
  expect(kinds(text)).toEqual(['heading 1', 'paragraph 2', 'bullets 2', 'numbers 2', 'paragraph 1']);
  expect(noteTitle(text)).toBe('Rules');
  expect(noteTitle('**Ask** `legal`\nmore')).toBe('Ask legal');
  expect(noteTitle('')).toBe('');
});

test('bold, italic, code and links stand within a line', () => {
  expect(spans('a **b c** `d*e*f` *g* [h](https://x.org/i) https://j.org/k.')).toEqual([
    { kind: 'text', text: 'a ' },
    { kind: 'bold', text: 'b c' },
    { kind: 'text', text: ' ' },
    { kind: 'code', text: 'd*e*f' },
    { kind: 'text', text: ' ' },
    { kind: 'italic', text: 'g' },
    { kind: 'text', text: ' ' },
    { kind: 'link', text: 'h', href: 'https://x.org/i' },
    { kind: 'text', text: ' ' },
    { kind: 'link', text: 'https://j.org/k', href: 'https://j.org/k' },
    { kind: 'text', text: '.' },
  ]);
  expect(spans('snake_case_name 2*3*4 ** no **')).toEqual([
    { kind: 'text', text: 'snake_case_name 2*3*4 ** no **' },
  ]);
});

test('a link to anything but the web and e-mail stays text', () => {
  for (const target of ['javascript:alert(1)', 'data:text/html,x', '/w/other', 'JAVASCRIPT://x']) {
    expect(spans(`[x](${target})`).every(({ kind }) => kind !== 'link')).toBe(true);
  }
  expect(spans('[x](mailto:a@b.org)')).toEqual([{ kind: 'link', text: 'x', href: 'mailto:a@b.org' }]);
});

test('whatever is written, no word of it is lost, and no link leads elsewhere', () => {
  const shown = (blocks: NoteBlock[]) =>
    blocks
      .flatMap(({ lines }) => lines.flat())
      .map(({ text }) => text)
      .join('');
  const letters = (text: string) => text.replace(/[^a-z]/gi, '');
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', 'b', '*', '**', '_', '`', '[', '](', ')', ' ', '\n', '- ', '1. ', '# ')),
      (parts) => {
        const text = parts.join('');
        expect(letters(shown(noteBlocks(text)))).toBe(letters(text));
      },
    ),
  );
  fc.assert(
    fc.property(fc.string(), fc.string(), (label, target) => {
      for (const each of spans(`[${label}](${target})`)) {
        if (each.kind === 'link') expect(each.href).toMatch(/^(https?:\/\/|mailto:)/i);
      }
    }),
  );
});
