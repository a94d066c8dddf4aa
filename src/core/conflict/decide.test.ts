import { describe, expect, test } from 'vitest';
import { decideField, decideInput, decideLane } from '#testing/decide-fixtures.ts';
import type { Rule } from '../flow/flow-graph.ts';
import { decide } from './decide.ts';
import type { DecideLane } from './decision.ts';

const left = (more: object = {}) => ({ id: '1', a: 'a1', b: 'b1', ...more });
const right = (more: object = {}) => ({ id_r: '1', a_r: 'a1', b_r: 'b1', ...more });
const ruled = (rule: Rule, more: Partial<DecideLane> = {}) =>
  decideLane({
    fields: [decideField('id', { key: true }), decideField('a', { rule }), decideField('b')],
    ...more,
  });
const update = (set: object) => ({ op: 'update', set });
const write = (more: object) => ({ kind: 'write', left: null, right: null, account: null, ...more });

describe('[E4] both sides hold the record', () => {
  test('the same on both sides is agreed, whatever the base', () => {
    expect(decide(decideInput())).toEqual({ kind: 'agreed' });
    const both = { left: left({ a: 'x' }), right: right({ a_r: 'x' }) };
    for (const base of [{ kind: 'unknown' }, { kind: 'absent' }] as const) {
      expect(decide(decideInput({ ...both, base }))).toEqual({ kind: 'agreed' });
    }
  });

  test('what one side changed flows to the other, field by field', () => {
    expect(decide(decideInput({ left: left({ a: 'a2' }), right: right({ b_r: null }) }))).toEqual(
      write({ left: update({ b: null }), right: update({ a_r: 'a2' }) }),
    );
  });

  test.each([
    { kind: 'values', side: 'right', row: right() } as const,
    {
      kind: 'digests',
      fields: Object.fromEntries(
        decideLane().fields.map((f) => [
          f.left,
          { left: f.digest.left(`${f.left}1`), right: f.digest.right(`${f.left}1`) },
        ]),
      ),
    } as const,
  ])('[E5] a base of $kind tells who changed', (base) => {
    expect(decide(decideInput({ base, left: left({ a: 'a2' }), right: right({ b_r: 'b2' }) }))).toEqual(
      write({ left: update({ b: 'b2' }), right: update({ a_r: 'a2' }) }),
    );
  });

  test('[E5] without a base every difference is a conflict', () => {
    const prefer = ruled({ kind: 'prefer', side: 'left' });
    for (const base of [
      { kind: 'unknown' },
      { kind: 'digests', fields: {} },
      { kind: 'values', side: 'left', row: { id: '1' } },
    ] as const) {
      const decision = decide(decideInput({ base, lane: prefer, right: right({ a_r: 'a2' }) }));
      expect(decision).toMatchObject({
        kind: 'write',
        right: update({ a_r: 'a1' }),
        account: { fields: [{ left: 'a' }] },
      });
    }
  });

  test('both inserted: differences are conflicts', () => {
    const input = {
      base: { kind: 'absent' },
      lane: ruled({ kind: 'prefer', side: 'right' }),
      right: right({ a_r: 'x' }),
    } as const;
    expect(decide(decideInput(input))).toMatchObject({
      left: update({ a: 'x' }),
      right: null,
      account: { base: null, left: left(), right: right({ a_r: 'x' }) },
    });
  });

  test('[E13] a finer value is not overwritten by its own rounded echo', () => {
    const fine = { kind: 'decimal', precision: 14, scale: 4 } as const;
    const coarse = { kind: 'decimal', precision: 12, scale: 2 } as const;
    const lane = decideLane({
      fields: [decideField('id', { key: true }), decideField('n', {}, { left: fine, right: coarse })],
    });
    const base = { kind: 'values', side: 'left', row: { id: '1', n: '1.5034' } } as const;
    const rows = (l: string, r: string) => ({
      lane,
      base,
      left: { id: '1', n: l },
      right: { id_r: '1', n_r: r },
    });
    expect(decide(decideInput(rows('1.5034', '1.50')))).toEqual({ kind: 'agreed' });
    expect(decide(decideInput(rows('1.5049', '1.50')))).toEqual({ kind: 'agreed' });
    expect(decide(decideInput(rows('1.5034', '2.00')))).toEqual(write({ left: update({ n: '2.0000' }) }));
  });

  test('a value that does not fit fails with the field’s name', () => {
    const lane = decideLane({
      fields: [
        decideField('id', { key: true }),
        decideField('n', {}, { left: { kind: 'text' }, right: { kind: 'int32' } }),
      ],
    });
    const base = { kind: 'values', side: 'left', row: { id: '1', n: '7' } } as const;
    const input = decideInput({ lane, base, left: { id: '1', n: 'seven' }, right: { id_r: '1', n_r: '7' } });
    expect(() => decide(input)).toThrow(expect.objectContaining({ code: 'CAST_FAILED', detail: 'n → n_r' }));
  });

  test('fields that go one way never conflict: their source is right', () => {
    const lane = decideLane({
      fields: [
        decideField('id', { key: true }),
        decideField('a', { direction: 'forward', rule: { kind: 'hold' } }),
        decideField('b', { direction: 'backward', rule: { kind: 'hold' } }),
      ],
    });
    const differing = { lane, left: left({ a: 'l', b: 'l' }), right: right({ a_r: 'r', b_r: 'r' }) };
    const expected = write({ left: update({ b: 'r' }), right: update({ a_r: 'l' }) });
    expect(decide(decideInput(differing))).toEqual(expected);
    expect(decide(decideInput({ ...differing, first: true }))).toEqual(expected);
    expect(decide(decideInput({ ...differing, base: { kind: 'unknown' } }))).toEqual(expected);
  });
});
