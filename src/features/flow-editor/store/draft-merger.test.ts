import { expect, test, vi } from 'vitest';
import { type FlowGraph, FlowNode } from '#core/flow/flow-graph.ts';
import { DraftMerger } from './draft-merger.ts';
import { DraftSaver, type SaveFailure } from './draft-saver.ts';
import { EditorStore } from './editor-store.ts';

const note = (id: string, text: string) =>
  FlowNode.parse({ id, kind: 'note', text, position: { x: 0, y: 0 } });
const draft = (...nodes: FlowNode[]): FlowGraph => ({ formatVersion: 1, name: 'Two', nodes, edges: [] });
const base = draft(note('a', 'one'), note('b', 'two'));
const texts = (graph: FlowGraph) => graph.nodes.map((node) => (node.kind === 'note' ? node.text : ''));

/** A page with `base` open, while somebody else saved `theirs`. */
function page(theirs: FlowGraph) {
  const editor = new EditorStore(base);
  const save = vi.fn(async (_graph: FlowGraph, revision: number) => {
    if (revision < 5) throw { code: 'DRAFT_STALE', message: '' };
    return { revision: revision + 1 };
  });
  const saver = new DraftSaver(
    { graph: base, revision: 1 },
    { save, failureOf: (error) => error as SaveFailure },
  );
  const merged = vi.fn();
  const read = vi.fn(async () => ({ graph: theirs, revision: 5, by: 'ana@example.test' }));
  const merger = new DraftMerger(editor, saver, { read, merged });
  editor.state.subscribe((now, before) => {
    if (now.graph !== before.graph) saver.changed(now.graph);
  });
  const write = (id: string, text: string) =>
    editor.edit((graph) => {
      const node = graph.nodes.find((each) => each.id === id);
      if (node?.kind === 'note') node.text = text;
    });
  return { editor, saver, save, merger, merged, read, write };
}

test('changes of both are in the draft and saved, and undo takes back only what was done here', async () => {
  const { editor, saver, save, merger, merged, write } = page(draft(note('a', 'one'), note('b', 'theirs')));
  write('a', 'mine');
  write('a', 'mine again');
  await saver.flush();
  expect(saver.state.getState().kind).toBe('stale');
  await merger.catchUp();
  expect(texts(editor.graph)).toEqual(['mine again', 'theirs']);
  expect(merged).toHaveBeenCalledWith(base, expect.objectContaining({ revision: 5 }));
  await saver.flush();
  expect(save).toHaveBeenLastCalledWith(editor.graph, 5);
  editor.undo();
  expect(texts(editor.graph)).toEqual(['mine', 'theirs']);
  editor.undo();
  expect(texts(editor.graph)).toEqual(['one', 'theirs']);
  editor.redo();
  editor.redo();
  expect(texts(editor.graph)).toEqual(['mine again', 'theirs']);
});

test('without changes here theirs are taken and nothing is saved', async () => {
  const { editor, saver, save, merger } = page(draft(note('b', 'theirs')));
  await merger.catchUp();
  expect(texts(editor.graph)).toEqual(['theirs']);
  expect([saver.revision, saver.state.getState().kind]).toEqual([5, 'saved']);
  expect(save).not.toHaveBeenCalled();
  expect(editor.state.getState().past).toEqual([]);
});

test('what both changed waits for a person; put away, it is asked again, and nothing is lost', async () => {
  const { editor, saver, save, merger, read, write } = page(draft(note('a', 'theirs'), note('b', 'new')));
  write('a', 'mine');
  await saver.flush();
  await merger.catchUp();
  const open = merger.state.getState();
  const ids = open.kind === 'open' ? open.merge.conflicts.map(({ id }) => id) : [];
  expect(ids).toHaveLength(1);
  merger.hide();
  expect(merger.state.getState()).toMatchObject({ kind: 'open', shown: false });
  expect(texts(editor.graph)).toEqual(['mine', 'two']);
  expect(save).toHaveBeenCalledTimes(1);
  await merger.catchUp();
  expect(read).toHaveBeenCalledTimes(2);
  merger.settle(new Map(ids.map((id) => [id, 'theirs' as const])));
  expect(texts(editor.graph)).toEqual(['theirs', 'new']);
  editor.undo();
  expect(texts(editor.graph)).toEqual(['mine', 'new']);
  await saver.flush();
  expect(saver.state.getState().kind).toBe('saved');
});

test('theirs that cannot be read are asked for again', async () => {
  const { merger, read, editor } = page(base);
  read.mockRejectedValueOnce(new Error('offline'));
  await merger.catchUp();
  expect(merger.state.getState().kind).toBe('failed');
  await merger.catchUp();
  expect(merger.state.getState().kind).toBe('none');
  expect(editor.graph).toEqual(base);
});
