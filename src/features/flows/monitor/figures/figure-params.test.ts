import { expect, test } from 'vitest';
import { brushedSpan, brushedTook, type FigureParams, shownSpan } from './figure-params.ts';

const now = Date.parse('2026-03-02T12:34:56Z');
const nothing: FigureParams = {
  range: '1h',
  from: null,
  to: null,
  lane: null,
  brushFrom: null,
  brushTo: null,
  only: null,
  tookFrom: null,
  tookTo: null,
};
const at = (time: string) => new Date(`2026-03-02T${time}:00Z`);

test('a range ends with the present minute, a time of its own where it says', () => {
  expect(shownSpan(nothing, now)).toEqual({ from: at('11:35').getTime(), to: at('12:35').getTime() });
  const own = { ...nothing, from: at('01:00'), to: at('02:00') };
  expect(shownSpan(own, now)).toEqual({ from: at('01:00').getTime(), to: at('02:00').getTime() });
  expect(shownSpan({ ...own, to: at('00:30') }, now)).toEqual(shownSpan(nothing, now));
});

test('half a brush, and one that ends before it begins, is none', () => {
  expect(brushedSpan(nothing)).toBeNull();
  expect(brushedSpan({ ...nothing, brushFrom: at('01:00') })).toBeNull();
  expect(brushedSpan({ ...nothing, brushFrom: at('02:00'), brushTo: at('01:00') })).toBeNull();
  expect(brushedSpan({ ...nothing, brushFrom: at('01:00'), brushTo: at('02:00') })).toEqual({
    from: at('01:00').getTime(),
    to: at('02:00').getTime(),
  });
});

test('a brushed duration begins before it ends, and never below nothing', () => {
  expect(brushedTook(nothing)).toBeNull();
  expect(brushedTook({ ...nothing, tookFrom: 20, tookTo: 10 })).toBeNull();
  expect(brushedTook({ ...nothing, tookFrom: -1, tookTo: 10 })).toBeNull();
  expect(brushedTook({ ...nothing, tookFrom: 0, tookTo: 10 })).toEqual({ from: 0, to: 10 });
});
