import { expect, test } from 'vitest';
import { FlapGuard } from './flap-guard.ts';

const second = 1_000_000;

test('[E6] the same values again and again make a record rest, longer each time', () => {
  const guard = new FlapGuard();
  const rests: number[] = [];
  for (let write = 0; write < 40; write += 1) {
    const rest = guard.note('r', 'left', { v: write % 2 ? 'a' : 'b' }, write * 100_000);
    if (rest !== null) rests.push(rest);
  }
  expect(rests.length).toBeGreaterThan(1);
  expect(rests.every(Number.isInteger)).toBe(true);
  expect(rests[0]).toBeGreaterThanOrEqual(second);
  expect(rests[0]).toBeLessThan(3 * second);
  expect(rests[1]).toBeGreaterThanOrEqual(4 * second);
});

test('[E6] changes that turn around for ever make a record rest, whatever they write', () => {
  const guard = new FlapGuard();
  const rests = Array.from({ length: 20 }, (_, write) =>
    guard.note('r', write % 2 ? 'left' : 'right', { v: String(write) }, write * 100_000),
  );
  expect(rests.filter((rest) => rest !== null)).toHaveLength(1);
});

test('[E6] a record that somebody writes often, or that is quiet in between, goes on', () => {
  const guard = new FlapGuard();
  for (let write = 0; write < 1000; write += 1) {
    expect(guard.note('busy', 'left', { v: String(write) }, write * 1000)).toBeNull();
    expect(guard.note('slow', write % 2 ? 'left' : 'right', { v: 'same' }, write * 11 * second)).toBeNull();
  }
});

test('many records are watched without growing for ever', () => {
  const guard = new FlapGuard();
  for (let record = 0; record < 20_000; record += 1) {
    expect(guard.note(String(record), 'left', { v: '1' }, record)).toBeNull();
  }
});
