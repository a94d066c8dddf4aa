import { describe, expect, test } from 'vitest';
import type { Change } from '#core/change/change-event.ts';
import type { RoutedEvent } from '#core/ports/change-log.ts';
import { MemoryChangeLog } from './memory-change-log.ts';

const change = (position: string, ordinal: number): Change => ({
  kind: 'change',
  position,
  ordinal,
  commitTime: 0,
  stream: 's',
  op: 'insert',
  before: null,
  after: {},
  writer: null,
});
const commit = (position: string): RoutedEvent => ({ kind: 'commit', position, commitTime: 0 });
const transaction = (position: string, changes: number): RoutedEvent[] => [
  ...Array.from({ length: changes }, (_, ordinal) => change(position, ordinal)),
  commit(position),
];

describe('the change log within one process', () => {
  test('[E2] a batch ends at a transaction boundary', async () => {
    const log = new MemoryChangeLog({ events: 100, size: 1_000_000 });
    await log.push([...transaction('1', 3), ...transaction('2', 3), change('3', 0)]);
    expect(await log.take(100)).toHaveLength(8);
    const rest = log.take(100);
    await log.push([commit('3')]);
    expect(await rest).toHaveLength(2);
  });

  test('[E2] whole transactions within the limit go together, one beyond it waits for the next batch', async () => {
    const log = new MemoryChangeLog({ events: 100, size: 1_000_000 });
    await log.push([...transaction('1', 3), ...transaction('2', 3)]);
    expect((await log.take(4))?.at(-1)).toEqual(commit('1'));
    expect((await log.take(4))?.at(-1)).toEqual(commit('2'));
  });

  test('[E2] a transaction larger than the limit is cut', async () => {
    const log = new MemoryChangeLog({ events: 100, size: 1_000_000 });
    await log.push(transaction('1', 10));
    const sizes = [await log.take(4), await log.take(4), await log.take(4)].map((batch) => batch?.length);
    expect(sizes).toEqual([4, 4, 3]);
  });

  test('[E16] a full log makes its feeder wait until something is taken', async () => {
    const log = new MemoryChangeLog({ events: 5, size: 1_000_000 });
    let pushed = false;
    const pushing = log.push(transaction('1', 8)).then(() => {
      pushed = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(pushed).toBe(false);
    await log.take(6);
    await pushing;
    expect(pushed).toBe(true);
  });

  test('[E8] heartbeats that follow each other count once', async () => {
    const log = new MemoryChangeLog({ events: 10, size: 1_000_000 });
    for (let position = 1; position <= 5; position += 1) {
      await log.push([{ kind: 'heartbeat', position: String(position) }]);
    }
    expect(await log.take(10)).toEqual([{ kind: 'heartbeat', position: '5' }]);
  });

  test('closing frees whoever waits', async () => {
    const log = new MemoryChangeLog({ events: 1, size: 1_000_000 });
    const taking = log.take(10);
    log.close();
    expect(await taking).toBeNull();
    await log.push(transaction('1', 10));
  });
});
