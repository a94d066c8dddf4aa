import { expect, test } from 'vitest';
import { formatPosition, parsePosition } from './mysql-position.ts';

test('positions are ordered as the log is, and come back', () => {
  const begun = 0x6567a1b2;
  const places = [
    { file: 1, offset: 4, after: false, begun },
    { file: 1, offset: 4, after: true, begun },
    { file: 1, offset: 375, after: false, begun },
    { file: 1, offset: 375, after: true, begun },
    { file: 1, offset: 6_000_000_000, after: false, begun },
    { file: 2, offset: 4, after: false, begun: begun + 1 },
    { file: 2_147_483_647, offset: 4, after: false, begun: begun + 2 },
  ];
  const positions = places.map(formatPosition);
  expect([...positions].sort()).toEqual(positions);
  expect(positions.map(parsePosition)).toEqual(places);
  expect(positions[0]).toBe('0000000001.0000000000004a.6567a1b2');
});

test('what is no position is none', () => {
  for (const other of ['', '0/0', '16B374D800000000', '0000000001.0000000000004c.6567a1b2']) {
    expect(parsePosition(other)).toBeNull();
  }
});
