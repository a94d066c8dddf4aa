import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inMatchForm, MatchForm } from './match-form.ts';

test.each([
  ['text', '  Acme\t  GmbH ', 'acme gmbh'],
  ['text', 'ＡＣＭＥ', 'acme'],
  ['text', '   ', null],
  ['letters', 'Müller & Söhne, Straße 5', 'mullersohnestrasse5'],
  ['letters', '—', null],
  ['letters', 'Ωμέγα', 'ωμεγα'],
  ['digits', '+49 (0) 30-1234', '490301234'],
  ['digits', '0049', '49'],
  ['digits', 'none', null],
  ['email', ' Ann@Example.ORG', 'ann@example.org'],
  ['email', 'mailto:ann@example.org', 'ann@example.org'],
  ['email', 'unknown', null],
] as const)('%s: %j is compared as %j', (form, text, expected) => {
  expect(inMatchForm(form, text)).toBe(expected);
});

test('a text in its form stays as it is when it is put into the form again', () => {
  for (const form of MatchForm.exclude(['exact']).options) {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const once = inMatchForm(form, text);
        if (once !== null) expect(inMatchForm(form, once)).toBe(once);
      }),
    );
  }
});
