import { expect, test } from 'vitest';
import { castRisk } from './cast-risk.ts';
import type { NeutralType } from './neutral-type.ts';

const text: NeutralType = { kind: 'text' };
const decimal = (precision: number, scale: number): NeutralType => ({ kind: 'decimal', precision, scale });

test.each<[NeutralType, NeutralType, string | null]>([
  [text, text, null],
  [{ kind: 'int32' }, { kind: 'int64' }, null],
  [text, { kind: 'native', name: 'point' }, null],
  [text, { kind: 'int32' }, 'a value that is no whole number, or too large, parks its record'],
  [text, decimal(8, 2), 'a value that is no number, or too large, parks its record'],
  [text, { kind: 'text', max: 80 }, 'a value that is longer than 80 characters parks its record'],
  [text, { kind: 'boolean' }, 'a value that is neither true nor false parks its record'],
  [text, { kind: 'enum', values: ['a', 'b'] }, 'a value that is none of the 2 allowed ones parks its record'],
  [text, { kind: 'date' }, 'a value that is no date parks its record'],
  [{ kind: 'int64' }, { kind: 'int32' }, 'a value that is too large for int32 parks its record'],
  [{ kind: 'int32' }, { kind: 'boolean' }, 'a value that is neither 0 nor 1 parks its record'],
  [decimal(12, 4), decimal(12, 2), 'digits after the 2nd decimal are lost'],
  [decimal(12, 4), { kind: 'int64' }, 'what stands after the decimal point is lost'],
  [decimal(30, 4), { kind: 'float64' }, 'digits beyond the 15th may be lost'],
  [{ kind: 'timestamp', precision: 6 }, { kind: 'date' }, 'the time of day is lost'],
  [
    { kind: 'timestamptz', precision: 6 },
    { kind: 'timestamptz', precision: 3 },
    'fractions of a second after the 3rd digit are lost',
  ],
  [
    { kind: 'timestamptz', precision: 6 },
    { kind: 'timestamptz', precision: 0 },
    'fractions of a second are lost',
  ],
  [
    { kind: 'array', of: text },
    { kind: 'array', of: { kind: 'uuid' } },
    'a value that has an element that is no UUID parks its record',
  ],
])('from %j to %j: %s', (from, to, risk) => {
  expect(castRisk(from, to)).toBe(risk);
});
