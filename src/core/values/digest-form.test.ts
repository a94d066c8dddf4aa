import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldOf, sampleTypes, textsOf } from '#testing/value-fixtures.ts';
import { fieldCast } from './cast.ts';
import { digestForm, digestRowText, digestText } from './digest-form.ts';
import { Misfit } from './misfit.ts';
import type { NeutralType } from './neutral-type.ts';
import { fieldEquality } from './same-value.ts';

const decimal = (precision?: number, scale?: number): NeutralType => ({ kind: 'decimal', precision, scale });
const form = (left: NeutralType, right: NeutralType) => digestForm(fieldOf(left), fieldOf(right));

/** A value of each side: often the left one's echo, so that equal texts are met. */
function pairsOf(left: NeutralType, right: NeutralType) {
  const cast = fieldCast(fieldOf(left), fieldOf(right));
  return fc.tuple(textsOf(left), textsOf(right), fc.boolean()).map(([a, b, echo]) => {
    if (!echo || 'refused' in cast) return [a, b] as const;
    try {
      return [a, cast.convert(a)] as const;
    } catch (error) {
      if (error instanceof Misfit) return [a, b] as const;
      throw error;
    }
  });
}

describe('[E13] the form in which values enter a digest', () => {
  test('makes equal texts of equal values only', () => {
    let met = 0;
    for (const left of sampleTypes) {
      for (const right of sampleTypes) {
        const found = form(left, right);
        if (!found) continue;
        const text = digestText(found);
        const same = fieldEquality(fieldOf(left), fieldOf(right));
        fc.assert(
          fc.property(pairsOf(left, right), ([a, b]) => {
            if (text(a) !== text(b)) return;
            met += 1;
            expect(same(a, b)).toBe(true);
          }),
          { numRuns: 40 },
        );
      }
    }
    expect(met).toBeGreaterThan(1000);
  });

  test('rounds to the coarser of the two, and leaves alike types as they are', () => {
    expect(form(decimal(14, 4), decimal(12, 2))).toEqual({ kind: 'number', scale: 2 });
    expect(form(decimal(), { kind: 'int32' })).toEqual({ kind: 'number', scale: 0 });
    expect(form(decimal(), decimal())).toEqual({ kind: 'number', scale: null });
    expect(form({ kind: 'int32' }, { kind: 'int64' })).toEqual({ kind: 'text' });
    expect(form({ kind: 'timestamp', precision: 6 }, { kind: 'timestamp', precision: 0 })).toEqual({
      kind: 'timestamp',
      precision: 0,
    });
    expect(form({ kind: 'uuid' }, { kind: 'text' })).toEqual({ kind: 'text' });
    const text = digestText({ kind: 'number', scale: 2 });
    expect(['1.5034', '1.50', '-0.001', '100', '0.005', 'NaN'].map(text)).toEqual([
      ...['1.5', '1.5', '0', '100', '0.01', 'NaN'],
    ]);
  });

  test('is none where texts do not tell', () => {
    const none: [NeutralType, NeutralType][] = [
      [{ kind: 'float64' }, { kind: 'float32' }],
      [{ kind: 'float64' }, decimal()],
      [{ kind: 'date' }, { kind: 'timestamp', precision: 6 }],
      [{ kind: 'boolean' }, { kind: 'text' }],
      [
        { kind: 'array', of: decimal(12, 2) },
        { kind: 'array', of: decimal(14, 4) },
      ],
    ];
    expect(none.map(([left, right]) => form(left, right))).toEqual(none.map(() => null));
    const json = { kind: 'json' } as const;
    expect(digestForm(fieldOf(json, { nativeType: 'json' }), fieldOf(json, { nativeType: 'jsonb' }))).toBe(
      null,
    );
  });

  test('of a row tells null from nothing, and where one field ends', () => {
    expect(digestRowText(['1', null, '', 'ä👍'])).toBe('1:1:0:2:ä👍');
  });
});
