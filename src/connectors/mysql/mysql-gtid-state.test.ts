import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeGtids } from './mysql-gtid-dump.ts';
import { compareGtidPlaces, formatGtidPosition, parseGtidPosition } from './mysql-gtid-position.ts';
import { gtidIntervals, gtidState } from './mysql-gtid-state.ts';

const A = '3e11fa47-71ca-11e1-9e33-c80aa9429562';
const B = '24bc7850-2c16-11e6-a0ac-842b2b4b0e1a';
const of = (source: string, number: number, server = 1) => ({ source, number, server });

describe('positions', () => {
  test('are ordered as the log is, come behind those of files, and come back', () => {
    const places = [
      { count: 0, ties: 0, mark: '', behind: true },
      { count: 9, ties: 0, mark: '6567a1b2-1', behind: false },
      { count: 9, ties: 0, mark: '', behind: true },
      { count: 9, ties: 0, mark: '6567a1b2-1', behind: true },
      { count: 9, ties: 1, mark: '6567a1b2-7', behind: false },
      { count: 10, ties: 0, mark: '60b1c9f1a2b3c', behind: false },
      { count: 1_234_567_890_123, ties: 0, mark: '6567a1b2-ffffffff', behind: false },
    ];
    const positions = places.map(formatGtidPosition);
    expect([...positions].sort()).toEqual(positions);
    expect(positions.map(parseGtidPosition)).toEqual(places);
    expect(positions[1]).toBe('g0000000000000009.0000000.6567a1b2-1');
    expect(positions[0]! > '9999999999.9999999999999b.ffffffff').toBe(true);
    expect(Math.max(...positions.map(({ length }) => length))).toBeLessThanOrEqual(64);
    expect(parseGtidPosition('0000000017.0000000001234b.6567a1b2')).toBeNull();
    expect(compareGtidPlaces(places[4]!, places[1]!)).toBeGreaterThan(0);
  });
});

describe('what MariaDB has logged', () => {
  test('counts by the last numbers of its domains', () => {
    const state = gtidState(true, '0-1-100,5-2-7');
    expect(state.count).toBe(107);
    expect(state.add(of('0', 101))).toBe(true);
    expect(state.add(of('9', 3))).toBe(true);
    expect([state.count, String(state)]).toEqual([111, '0-1-101,5-2-7,9-1-3']);
  });

  test('does not count a number below the highest of its domain, and keeps which came last', () => {
    const state = gtidState(true, '0-1-100');
    expect(state.add(of('0', 90, 2))).toBe(false);
    expect([state.count, String(state)]).toEqual([100, '0-2-90/100']);
    const again = gtidState(true, String(state));
    expect([again.count, String(again)]).toEqual([100, '0-2-90/100']);
    expect([again.add(of('0', 91, 2)), again.add(of('0', 101))]).toEqual([false, true]);
    expect([again.count, String(again)]).toEqual([101, '0-1-101']);
    // The server tells one domain's last of each server, and then the last of all.
    expect(String(gtidState(true, '0-1-100,0-2-90,0-2-90'))).toBe('0-2-90/100');
    expect(gtidState(true, ',').count).toBe(0);
  });
});

describe('what MySQL has logged', () => {
  test('is a set that is counted', () => {
    const state = gtidState(false, `${B}:1-3:5,\n${A}:7,${A}:red:1-2:9`);
    expect(state.count).toBe(8);
    expect(gtidIntervals(`${A.toUpperCase()}:1-3:red:4`)).toEqual([
      [A, 1, 3],
      [`${A}:red`, 4, 4],
    ]);
    expect([state.add(of(B, 4)), state.add(of(B, 4)), state.add(of(`${A}:red`, 3))]).toEqual([
      true,
      false,
      true,
    ]);
    expect([state.count, String(state)]).toEqual([10, `${B}:1-5,${A}:7,${A}:red:1-3:9`]);
  });

  test('[E8] is the same in whatever order its transactions came', () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1 });
    fc.assert(
      fc.property(numbers, (each) => {
        const state = gtidState(false, '');
        for (const number of each) expect(state.add(of(A, number))).toBe(true);
        const inOrder = gtidState(false, '');
        for (const number of [...each].sort((a, b) => a - b)) inOrder.add(of(A, number));
        expect([state.count, String(state)]).toEqual([each.length, String(inOrder)]);
        expect(gtidState(false, String(state)).count).toBe(each.length);
        expect(gtidState(false, String(state)).add(of(A, each[0]!))).toBe(false);
      }),
    );
  });

  test('is asked for by its encoding, with tags where there are some', () => {
    const hex = (bytes: Buffer) => bytes.toString('hex');
    const long = (value: number, last = '00') =>
      `${value.toString(16).padStart(2, '0')}${'00'.repeat(6)}${last}`;
    const uuid = A.replaceAll('-', '');
    expect(hex(encodeGtids(''))).toBe(long(0));
    expect(hex(encodeGtids(`${A}:1-5:7`))).toBe(
      [long(1), uuid, long(2), long(1), long(6), long(7), long(8)].join(''),
    );
    // The version stands in the first and in the last byte, and the number of sources between.
    expect(hex(encodeGtids(`${A}:1,${A}:red:2`))).toBe(
      [`0102${'00'.repeat(5)}01`, uuid, '00', long(1), long(1), long(2), uuid].join('') +
        ['06726564', long(1), long(2), long(3)].join(''),
    );
  });
});
