import { afterEach, expect, test, vi } from 'vitest';
import type { RunnerContext } from '../runner-context.ts';
import type { FlowWorker } from './flow-worker.ts';
import { StatusPublisher } from './status-publisher.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('an unchanged status is said anew every few seconds, also where the clock was set back', async () => {
  const publish = vi.fn(async () => undefined);
  const publisher = new StatusPublisher({ leases: { publish } } as unknown as RunnerContext);
  const status = { phase: 'live', lanes: [], retained: {}, at: 0 };
  const worker = { flowId: 'f', epoch: 1, running: null, ended: false, status: () => status };
  const clock = vi.spyOn(Date, 'now');
  const said = async (at: number) => {
    clock.mockReturnValue(at);
    await publisher.publish([worker as unknown as FlowWorker]);
    return publish.mock.calls.length;
  };
  const noon = Date.parse('2026-03-02T12:00:00Z');
  expect(await said(noon)).toBe(1);
  expect(await said(noon + 1_000)).toBe(1);
  expect(await said(noon + 6_000)).toBe(2);
  expect(await said(noon - 3_600_000)).toBe(3);
  expect(await said(noon - 3_599_000)).toBe(3);
});
