import { expect, test } from 'vitest';
import { Waypoints } from './waypoints.ts';

test('whoever waits for a position goes on when it is reached, and not before', async () => {
  const waypoints = new Waypoints();
  const { signal } = new AbortController();
  const passed: string[] = [];
  const wait = (position: string) => waypoints.passed(position, signal).then(() => passed.push(position));
  const waiting = [wait('3'), wait('1'), wait('2')];
  waypoints.reach('2');
  await Promise.all(waiting.slice(1));
  expect(passed.sort()).toEqual(['1', '2']);
  waypoints.reach('1');
  expect(waypoints.position).toBe('2');
  waypoints.reach('9');
  await Promise.all(waiting);
  await waypoints.passed('5', signal);
});

test('a flow that stops lets nobody wait for ever', async () => {
  const waypoints = new Waypoints();
  const stop = new AbortController();
  const waiting = waypoints.passed('1', stop.signal);
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'FLOW_NOT_RUNNING' });
  await expect(waypoints.passed('1', stop.signal)).rejects.toMatchObject({ code: 'FLOW_NOT_RUNNING' });
});
