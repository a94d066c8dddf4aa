import { z } from 'zod';

/**
 * In what form two values are compared when records look for each other: `exact` as they are, `text`
 * whatever the case and the spaces around and between, `letters` by letters and digits alone, without
 * accents, `digits` by digits alone, without leading zeros (telephone and tax numbers), `email` as an
 * e-mail address.
 */
export const MatchForm = z.enum(['exact', 'text', 'letters', 'digits', 'email']);
export type MatchForm = z.infer<typeof MatchForm>;

/** Marks that NFD splits from their letters. */
const MARKS = /\p{M}+/gu;

/**
 * The text by which a value is compared in this form, or null where nothing of it is left: such a
 * value finds no record.
 */
export function inMatchForm(form: Exclude<MatchForm, 'exact'>, text: string): string | null {
  const folded = text.normalize('NFKC').trim().toLowerCase();
  switch (form) {
    case 'text':
      return orNull(folded.replace(/\s+/gu, ' '));
    case 'letters':
      return orNull(
        folded
          .normalize('NFD')
          .replace(MARKS, '')
          .replace(/ß/gu, 'ss')
          .replace(/[^\p{L}\p{N}]+/gu, ''),
      );
    case 'digits':
      return orNull(folded.replace(/\D+/gu, '').replace(/^0+/u, ''));
    case 'email':
      return folded.includes('@') ? folded.replace(/^mailto:/u, '') : null;
  }
}

/** The form in words, behind a pair of names; empty for `exact`. */
export function describeMatchForm(form: MatchForm): string {
  const words: Record<MatchForm, string> = {
    exact: '',
    text: 'whatever case and spaces',
    letters: 'by letters and digits alone',
    digits: 'by digits alone',
    email: 'as an e-mail address',
  };
  return words[form];
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}
