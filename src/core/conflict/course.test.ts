import { describe, expect, test } from 'vitest';
import { decideField, decideInput } from '#testing/decide-fixtures.ts';
import { agreedSince } from './agreed-since.ts';
import type { Base } from './base.ts';
import { absorbChange, beginCourse, noteWritten, settleCourse } from './course.ts';
import { decide } from './decide.ts';

const rule = { kind: 'merge', tie: 'left' } as const;
const number = { kind: 'decimal' } as const;
const fields = [
  decideField('id', { key: true }),
  decideField('a'),
  decideField('n', { rule }, { left: number, right: number }),
];
const base: Base = { kind: 'values', side: 'left', row: { id: '1', a: 'o', n: '10' } };
const left = (a: string, n: string) => ({ id: '1', a, n });
const right = (a: string, n: string) => ({ id_r: '1', a_r: a, n_r: n });
const update = (before: object, after: object, commitTime = 5) =>
  ({ op: 'update', before, after, commitTime }) as Parameters<typeof absorbChange>[2];
const rowOf = (course: { base: Base }) => (course.base.kind === 'values' ? course.base.row : null);

describe('[E5] the base moves on with what both sides agreed on', () => {
  test('a change that began at what we had written shows that it was written', () => {
    // The left was given the sum 10+3+2, taken from 12 on the right, before the right changed again.
    const written = noteWritten(beginCourse(base, false), 'left', { n: { left: '15', right: '12' } });
    const course = absorbChange(written, 'left', update(left('o', '15'), left('o', '16')), fields, false);
    expect(rowOf(course)).toEqual({ id: '1', a: 'o', n: '12' });
    const decision = decide(
      decideInput({
        ...course,
        lane: { ...decideInput().lane, fields },
        left: left('o', '16'),
        right: right('o', '14'),
      }),
    );
    // 12, and 4 more on the left, and 2 more on the right.
    expect(decision).toMatchObject({ left: { set: { n: '18' } }, right: { set: { n_r: '18' } } });
  });

  test('interrupted between the two sides, a merged value is not merged again', () => {
    const course = noteWritten(beginCourse(base, false), 'left', { n: { left: '15', right: '12' } });
    const rows = { left: left('o', '15'), right: right('o', '12') };
    const decision = decide(
      decideInput({
        ...course,
        lane: { ...decideInput().lane, fields },
        ...rows,
        agreed: agreedSince(course.written, fields, rows),
      }),
    );
    expect(decision).toMatchObject({ left: null, right: { set: { n_r: '15' } }, account: null });
  });

  test('the first change of a side began at what both agreed on, unless it crossed our write', () => {
    const opened = absorbChange(
      beginCourse(base, false),
      'left',
      update(left('o', '10'), left('x', '10')),
      fields,
      false,
    );
    const later = update(right('o', '13'), right('o', '14'));
    expect(rowOf(absorbChange(opened, 'right', later, fields, false))).toEqual({ id: '1', a: 'o', n: '13' });
    expect(rowOf(absorbChange(opened, 'right', later, fields, true))).toEqual({ id: '1', a: 'o', n: '10' });
    const first = absorbChange(opened, 'right', update(right('o', '10'), right('o', '13')), fields, false);
    expect(rowOf(absorbChange(first, 'right', later, fields, false))).toEqual({ id: '1', a: 'o', n: '10' });
  });

  test('taken again, a change changes nothing', () => {
    const change = update(right('o', '13'), right('o', '14'));
    const once = absorbChange(beginCourse(base, false), 'right', change, fields, false);
    expect(absorbChange(once, 'right', change, fields, false)).toEqual(once);
  });

  test('where the base is not known by its values, what was agreed since is kept as digests', () => {
    for (const known of [{ kind: 'absent' }, { kind: 'unknown' }, { kind: 'digests', fields: {} }] as const) {
      const written = noteWritten(beginCourse(known, true), 'right', { a: { left: 'L', right: 'L' } });
      const course = absorbChange(written, 'right', update(right('L', '1'), right('R', '1')), fields, false);
      expect(course.base).toEqual({
        kind: 'digests',
        fields: { a: { left: fields[1]?.digest.left('L'), right: fields[1]?.digest.right('L') } },
      });
    }
  });

  test('once settled, both sides agree on what they hold', () => {
    const unread = { left: { a: 7 }, right: {} };
    expect(settleCourse(left('x', '1'), unread)).toEqual({
      base: { kind: 'values', side: 'left', row: left('x', '1') },
      first: false,
      touched: unread,
      written: { left: {}, right: {} },
    });
    expect(settleCourse(null, null)).toMatchObject({
      base: { kind: 'absent' },
      touched: { left: {}, right: {} },
    });
  });
});
