import type { Field } from './stream-schema.ts';

/** Is the field a `character(n)`, which pads with blanks that mean nothing? */
export function isBlankPadded(field: Pick<Field, 'nativeType' | 'type'>): boolean {
  return field.type.kind === 'text' && /^(?:character|char|bpchar)(?:\s*\(\d+\))?$/i.test(field.nativeType);
}

/** The text without the blanks at its end. */
export function withoutPadding(text: string): string {
  return text.replace(/ +$/, '');
}
