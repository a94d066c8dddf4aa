import type { CodeField } from '#core/code/code-field.ts';
import { describeResult } from '#core/code/compare-result.ts';
import type { TriedRecord } from '#core/code/tried-record.ts';
import { compareRows } from './compare-rows.ts';

type Tone = 'ok' | 'warn' | 'fail' | 'neutral';

/** What code came to for a record, in a word or two, and how that is meant. */
export function resultWords(
  { given, result }: Pick<TriedRecord, 'given' | 'result'>,
  fields: readonly CodeField[],
): { tone: Tone; text: string } {
  switch (result.kind) {
    case 'failed':
      return { tone: 'fail', text: 'Failed' };
    case 'keep':
      return result.keep ? { tone: 'ok', text: 'Kept' } : { tone: 'neutral', text: 'Left out' };
    case 'hold':
      return { tone: 'warn', text: 'Held' };
    case 'value':
      return { tone: 'ok', text: describeResult(result) };
    case 'records': {
      const [row] = result.rows;
      if (!row) return { tone: 'neutral', text: 'Dropped' };
      if (result.rows.length > 1) return { tone: 'ok', text: `${result.rows.length} records` };
      const differ = compareRows(given, row, fields).filter(({ same }) => !same).length;
      if (differ === 0) return { tone: 'neutral', text: 'As it was' };
      return { tone: 'ok', text: differ === 1 ? '1 field' : `${differ} fields` };
    }
  }
}

/** Microseconds as people read them. */
export function spanText(micros: number): string {
  if (micros < 1000) return `${Math.round(micros)} µs`;
  return micros < 1_000_000 ? `${(micros / 1000).toFixed(1)} ms` : `${(micros / 1_000_000).toFixed(2)} s`;
}

/** Bytes as people read them. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${Math.max(0, Math.round(bytes))} B`;
  return bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(1)} kB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
