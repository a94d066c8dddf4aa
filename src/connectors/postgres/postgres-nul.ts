import { MISFIT_MARK } from '#core/values/misfit-mark.ts';
import type { Row } from '#core/values/value.ts';

/** Which of these values PostgreSQL refuses for the NUL in it, and in words; null where none has one. */
export function findNul(values: Row): { field: string; said: string } | null {
  for (const [field, value] of Object.entries(values)) {
    if (!value?.includes('\0')) continue;
    if (!value.startsWith(MISFIT_MARK))
      return { field, said: `${field} holds the character NUL, which no text of PostgreSQL holds.` };
    const literal = value.slice(MISFIT_MARK.length);
    const shown = literal.length > 80 ? `${literal.slice(0, 80)}…` : literal;
    return { field, said: `${shown} is no value for ${field}.` };
  }
  return null;
}
