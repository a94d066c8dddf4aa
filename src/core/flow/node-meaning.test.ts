import { expect, test } from 'vitest';
import { FlowNode } from './flow-graph.ts';
import { nodeMeaning } from './node-meaning.ts';

test('where a node stands and who decided on what are no part of its meaning', () => {
  const pair = { left: 'a', right: 'b' };
  const stamp = { by: 'Ann', at: '2026-11-26T10:00:00.000Z' };
  const decided = FlowNode.parse({
    id: 'map',
    kind: 'mapping',
    position: { x: 1, y: 2 },
    fields: [{ ...pair, decision: { kind: 'drawn', ...stamp }, lossy: { reason: 'cents', ...stamp } }],
    rejected: [{ left: 'c', right: 'd', ...stamp }],
  });
  const plain = FlowNode.parse({
    id: 'map',
    kind: 'mapping',
    fields: [{ ...pair, lossy: { reason: 'cents' } }],
  });
  expect(nodeMeaning(decided)).toEqual(nodeMeaning(plain));
  expect(nodeMeaning(decided)).not.toEqual(
    nodeMeaning(FlowNode.parse({ id: 'map', kind: 'mapping', fields: [pair] })),
  );
});

test('nor is what a code node was made of, or is tried on', () => {
  const code = { id: 'only', kind: 'code', form: 'filter', source: 'export const filter = () => true;\n' };
  const filter = { id: 'only', kind: 'filter', condition: 'true' };
  const ejected = { kind: 'filter', digest: '0123456789abcdef', filter };
  const pins = [{ entry: 'filter', input: { id: '1' } }];
  expect(nodeMeaning(FlowNode.parse({ ...code, pins, ejected }))).toEqual(nodeMeaning(FlowNode.parse(code)));
});

test('nor is who let a lens break its laws, but the reason is', () => {
  const stamp = { by: 'Ann', at: '2026-01-01T00:00:00.000Z' };
  const lens = { id: 'only', kind: 'code', form: 'lens' };
  const meaning = (lawless?: object) =>
    nodeMeaning(FlowNode.parse({ ...lens, ...(lawless ? { lawless } : {}) }));
  expect(meaning({ reason: 'titles', ...stamp })).toEqual(meaning({ reason: 'titles' }));
  expect(meaning({ reason: 'titles' })).not.toEqual(meaning());
});

test('nor is how a note looks', () => {
  const note = { id: 'n', kind: 'note', text: 'Ask legal' };
  const shown = FlowNode.parse({ ...note, colour: 'blue', size: 'large', about: 'map' });
  expect(nodeMeaning(shown)).toEqual(nodeMeaning(FlowNode.parse(note)));
  expect(nodeMeaning(shown)).not.toEqual(nodeMeaning(FlowNode.parse({ ...note, text: 'Ask' })));
});
