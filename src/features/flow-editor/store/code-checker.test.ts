import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CodeShape } from '#core/code/code-shape.ts';
import { CodeNode, type FlowGraph } from '#core/flow/flow-graph.ts';
import { CodeChecker } from './code-checker.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const graphOf = (sources: Record<string, string>): FlowGraph => ({
  formatVersion: 1,
  name: 'Flow',
  nodes: Object.entries(sources).map(([id, source]) => CodeNode.parse({ id, kind: 'code', source })),
  edges: [],
});
const shape = (nodeId: string): CodeShape => ({ nodeId, side: 'left', input: [], output: [], key: [] });
const shapes = { a: shape('a'), b: shape('b') };
const problem = (message: string) => ({
  ...{ code: 'TS1', message, module: null },
  ...{ line: 1, column: 1, endLine: 1, endColumn: 2 },
});

function checker(check: (source: string) => Promise<string[]>) {
  const asked: string[] = [];
  const made = new CodeChecker({
    delayMs: 100,
    errorOf: (error) => ({ message: String(error), code: null, remedy: null, detail: null }),
    check: async ({ nodes }, id) => {
      const node = nodes.find((other) => other.id === id);
      const source = node?.kind === 'code' ? node.source : '';
      asked.push(`${id} ${source}`);
      return { problems: (await check(source)).map(problem), returns: null };
    },
  });
  const found = () =>
    Object.fromEntries(
      Object.entries(made.state.getState()).map(([id, { problems }]) => [
        id,
        problems.map(({ message }) => message),
      ]),
    );
  return { made, asked, found };
}

test('code is checked a moment after the last change, and again only where it changed', async () => {
  const { made, asked, found } = checker(async (source) => [`wrong in ${source}`]);
  made.changed(graphOf({ a: 'x', b: 'y', c: 'stands nowhere' }), shapes);
  await vi.advanceTimersByTimeAsync(60);
  made.changed(graphOf({ a: 'x1', b: 'y', c: 'stands nowhere' }), shapes);
  await vi.advanceTimersByTimeAsync(60);
  expect(asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(60);
  expect(asked).toEqual(['a x1', 'b y']);
  made.changed(graphOf({ a: 'x1', b: 'y2' }), shapes);
  await vi.advanceTimersByTimeAsync(100);
  expect(asked).toEqual(['a x1', 'b y', 'b y2']);
  expect(found()).toEqual({ a: ['wrong in x1'], b: ['wrong in y2'] });
});

test('what is typed while a check runs is checked after it, and what is gone is forgotten', async () => {
  let answer: (messages: string[]) => void = () => {};
  const { made, asked, found } = checker(() => new Promise((resolve) => (answer = resolve)));
  made.changed(graphOf({ a: 'x', b: ' ' }), shapes);
  await vi.advanceTimersByTimeAsync(100);
  made.changed(graphOf({ a: 'x2' }), shapes);
  await vi.advanceTimersByTimeAsync(100);
  expect(asked).toEqual(['a x']);
  answer(['old']);
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toEqual(['a x', 'a x2']);
  answer([]);
  await vi.advanceTimersByTimeAsync(0);
  expect(found()).toEqual({ a: [] });
  made.changed(graphOf({}), {});
  await vi.advanceTimersByTimeAsync(100);
  expect(found()).toEqual({});
});

test('a check that fails says why, and is not asked for again until something changes', async () => {
  const { made, asked } = checker(async () => {
    throw new Error('no server');
  });
  made.changed(graphOf({ a: 'x' }), shapes);
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toEqual(['a x']);
  expect(made.state.getState().a).toMatchObject({ problems: [], failure: { message: 'Error: no server' } });
});
