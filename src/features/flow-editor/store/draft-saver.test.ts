import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { DraftSaver, type SaveFailure } from './draft-saver.ts';

const named = (name: string): FlowGraph => ({ formatVersion: 1, name, nodes: [], edges: [] });

function saver(save: (graph: FlowGraph, revision: number) => Promise<{ revision: number }>) {
  return new DraftSaver(
    { graph: named('read'), revision: 1 },
    { save, failureOf: (error) => error as SaveFailure },
  );
}

describe('draft saver', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('saves once, after a moment of quiet, over the last revision', async () => {
    const save = vi.fn(async (_graph: FlowGraph, revision: number) => ({ revision: revision + 1 }));
    const draft = saver(save);
    for (const name of ['a', 'b', 'c']) {
      draft.changed(named(name));
      await vi.advanceTimersByTimeAsync(300);
    }
    expect(save).not.toHaveBeenCalled();
    expect(draft.state.getState().kind).toBe('waiting');
    await vi.advanceTimersByTimeAsync(300);
    expect(save.mock.calls).toEqual([[named('c'), 1]]);
    expect(draft.state.getState()).toEqual({ kind: 'saved' });
    draft.changed(named('d'));
    await vi.advanceTimersByTimeAsync(600);
    expect(save).toHaveBeenLastCalledWith(named('d'), 2);
  });

  it('never runs two saves at once, and saves what changed meanwhile', async () => {
    const finish: (() => void)[] = [];
    let revision = 1;
    const save = vi.fn(
      () =>
        new Promise<{ revision: number }>((resolve) => {
          revision += 1;
          const answer = { revision };
          finish.push(() => resolve(answer));
        }),
    );
    const draft = saver(save);
    draft.changed(named('a'));
    await vi.advanceTimersByTimeAsync(600);
    draft.changed(named('b'));
    await vi.advanceTimersByTimeAsync(5000);
    expect(save).toHaveBeenCalledTimes(1);
    finish[0]?.();
    await vi.advanceTimersByTimeAsync(600);
    expect(save).toHaveBeenCalledTimes(2);
    expect(save).toHaveBeenLastCalledWith(named('b'), 2);
  });

  it('tries again after a failure, with the newest graph', async () => {
    const save = vi
      .fn(async (_graph: FlowGraph, revision: number) => ({ revision: revision + 1 }))
      .mockRejectedValueOnce({ code: 'INTERNAL', message: 'no' });
    const draft = saver(save);
    draft.changed(named('a'));
    await vi.advanceTimersByTimeAsync(600);
    expect(draft.state.getState()).toEqual({ kind: 'failed', code: 'INTERNAL', message: 'no' });
    await vi.advanceTimersByTimeAsync(4000);
    expect(draft.state.getState()).toEqual({ kind: 'saved' });
    expect(save).toHaveBeenCalledTimes(2);
  });

  it('stops at a stale draft until it is merged, then saves over the given revision', async () => {
    const save = vi
      .fn(async (_graph: FlowGraph, revision: number) => ({ revision: revision + 1 }))
      .mockRejectedValueOnce({ code: 'DRAFT_STALE', message: 'older' });
    const draft = saver(save);
    draft.changed(named('a'));
    await vi.advanceTimersByTimeAsync(600);
    draft.changed(named('b'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(draft.state.getState()).toEqual({ kind: 'stale' });
    expect(save).toHaveBeenCalledTimes(1);
    draft.rebase({ graph: named('theirs'), revision: 7 }, named('b'));
    await vi.advanceTimersByTimeAsync(0);
    expect(save).toHaveBeenLastCalledWith(named('b'), 7);
    expect(draft.saved).toEqual({ graph: named('b'), revision: 8 });
  });

  it('saves over what was merged while an older save was on its way', async () => {
    let refuse: (failure: SaveFailure) => void = () => undefined;
    const save = vi
      .fn(async (_graph: FlowGraph, revision: number) => ({ revision: revision + 1 }))
      .mockReturnValueOnce(new Promise((_, reject) => (refuse = reject)));
    const draft = saver(save);
    draft.changed(named('a'));
    await vi.advanceTimersByTimeAsync(600);
    draft.rebase({ graph: named('theirs'), revision: 5 }, named('merged'));
    refuse({ code: 'DRAFT_STALE', message: 'older' });
    await vi.advanceTimersByTimeAsync(0);
    expect(save).toHaveBeenLastCalledWith(named('merged'), 5);
    expect(draft.state.getState()).toEqual({ kind: 'saved' });
  });

  it('flushes at once', async () => {
    const save = vi.fn(async (_graph: FlowGraph, revision: number) => ({ revision: revision + 1 }));
    const draft = saver(save);
    draft.changed(named('a'));
    await draft.flush();
    expect(save).toHaveBeenCalledTimes(1);
    expect(draft.state.getState()).toEqual({ kind: 'saved' });
  });

  it('gives the revision that holds everything, and says where it could not be saved', async () => {
    const save = vi
      .fn(async (_graph: FlowGraph, revision: number) => ({ revision: revision + 1 }))
      .mockRejectedValueOnce({ code: 'INTERNAL', message: 'no network' });
    const draft = saver(save);
    draft.changed(named('a'));
    await expect(draft.settle()).rejects.toThrow('no network');
    expect(draft.revision).toBe(1);
    expect(await draft.settle()).toBe(2);
    expect(save).toHaveBeenLastCalledWith(named('a'), 1);
  });
});
