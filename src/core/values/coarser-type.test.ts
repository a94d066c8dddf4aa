import { expect, test } from 'vitest';
import { sampleTypes } from '#testing/value-fixtures.ts';
import { coarserType } from './coarser-type.ts';
import type { NeutralType } from './neutral-type.ts';

const decimal = (precision?: number, scale?: number): NeutralType => ({ kind: 'decimal', precision, scale });
const float32: NeutralType = { kind: 'float32' };
const float64: NeutralType = { kind: 'float64' };

const cases: [NeutralType, NeutralType, NeutralType | null][] = [
  [decimal(14, 4), decimal(12, 2), decimal(12, 2)],
  [decimal(12, 2), decimal(14, 4), null],
  [decimal(14, 4), decimal(6, 2), decimal(12, 2)],
  [decimal(3, 5), decimal(2, -3), decimal(2, -3)],
  [decimal(), decimal(12, 2), decimal(1000, 2)],
  [decimal(12, 2), { kind: 'int32' }, decimal(10, 0)],
  [decimal(4, 2), { kind: 'uint64' }, decimal(20, 0)],
  [{ kind: 'int32' }, decimal(12, 2), null],
  [{ kind: 'int64' }, { kind: 'int32' }, null],
  [decimal(12, 2), { kind: 'decimal', precision: 5 }, decimal(10, 0)],
  [float64, float32, null],
  [float32, float64, null],
  [float64, float64, null],
  [float64, decimal(12, 2), null],
  [float64, decimal(), null],
  [decimal(), float64, null],
  [decimal(60, 2), float32, null],
  [decimal(400, 390), float64, null],
  [decimal(15, 2), float64, null],
  [decimal(15, 2), float32, float32],
  [decimal(16, 2), float64, float64],
  [{ kind: 'int64' }, float64, float64],
  [{ kind: 'int32' }, float64, null],
  [{ kind: 'int32' }, float32, float32],
  [{ kind: 'int16' }, float32, null],
  [
    { kind: 'timestamp', precision: 6 },
    { kind: 'timestamptz', precision: 3 },
    { kind: 'timestamp', precision: 3 },
  ],
  [{ kind: 'timestamp', precision: 3 }, { kind: 'timestamp', precision: 6 }, null],
  [{ kind: 'timestamptz', precision: 3 }, { kind: 'date' }, { kind: 'date' }],
  [{ kind: 'timestamptz', precision: 3 }, { kind: 'text' }, null],
  [{ kind: 'date' }, { kind: 'timestamp', precision: 3 }, null],
  [
    { kind: 'time', precision: 6 },
    { kind: 'time', precision: 0 },
    { kind: 'time', precision: 0 },
  ],
  [{ kind: 'time', precision: 0 }, { kind: 'time', precision: 6 }, null],
  [{ kind: 'time', precision: 6 }, { kind: 'text' }, null],
  [{ kind: 'text' }, { kind: 'text', max: 5 }, null],
  [
    { kind: 'array', of: decimal(14, 4) },
    { kind: 'array', of: decimal(12, 2) },
    { kind: 'array', of: decimal(12, 2) },
  ],
  [{ kind: 'array', of: decimal(12, 2) }, { kind: 'array', of: decimal(14, 4) }, null],
];

test.each(cases)('[E13] %j beside %j is compared as %j', (own, other, expected) => {
  expect(coarserType(own, other)).toEqual(expected);
});

test.each(sampleTypes)('[E13] %j beside itself needs no other type', (type) => {
  expect(coarserType(type, type)).toBeNull();
});
