import fc from 'fast-check';
import { FlowGraph, type FlowNode, type MappingNode } from '#core/flow/flow-graph.ts';

/** One change that a person makes to a draft; it changes nothing where there is nothing to change. */
export type DraftEdit = (graph: FlowGraph) => void;

const names = ['id', 'email', 'name', 'phone', 'city', 'born'] as const;
const name = fc.constantFrom(...names);
const side = fc.constantFrom('left' as const, 'right' as const);
const direction = fc.constantFrom('both' as const, 'forward' as const, 'backward' as const);
const rule = fc.oneof(
  side.map((tie) => ({ kind: 'newest' as const, tie })),
  side.map((at) => ({ kind: 'prefer' as const, side: at })),
  fc.constant({ kind: 'hold' as const }),
);
const line = fc.constantFrom('const a = 1;', 'const b = 2;', 'return null;', '', '}', '// constructor');
const text = fc.array(line, { maxLength: 8 }).map((lines) => lines.join('\n'));

/** A draft with two lanes' worth of every kind of step, whose code and note have these texts. */
export const baseDraft = fc
  .record({
    source: text,
    note: text,
    pairs: fc.uniqueArray(name, { minLength: 1 }),
    rules: fc.dictionary(name, rule),
  })
  .map(({ source, note, pairs, rules }) =>
    FlowGraph.parse({
      formatVersion: 1,
      name: 'Merged',
      nodes: [
        { id: 'left', kind: 'endpoint', connection: 'crm', stream: 'contacts', position: { x: 0, y: 0 } },
        { id: 'only', kind: 'filter', condition: 'true' },
        { id: 'map', kind: 'mapping', fields: pairs.map((each) => ({ left: each, right: each })) },
        { id: 'rules', kind: 'conflict', fields: rules },
        { id: 'code', kind: 'code', source, modules: { names: 1 } },
        { id: 'right', kind: 'endpoint', connection: 'app', stream: 'people' },
        { id: 'note', kind: 'note', text: note },
      ],
      edges: [
        { id: 'e1', source: 'left', target: 'only' },
        { id: 'e2', source: 'only', target: 'map' },
        { id: 'e3', source: 'map', target: 'rules' },
        { id: 'e4', source: 'rules', target: 'code' },
        { id: 'e5', source: 'code', target: 'right' },
      ],
      tables: [{ name: 'countries', entries: [['DE', 'Germany']] }],
    }),
  );

/** A change of one node's properties, by the node that it is of. */
export const editsOf: Record<string, fc.Arbitrary<DraftEdit>> = {
  left: fc
    .string({ maxLength: 6 })
    .map((stream) => on('left', 'endpoint', (node) => void Object.assign(node, { stream }))),
  right: fc
    .nat(9)
    .map((x) => on('right', 'endpoint', (node) => void Object.assign(node, { position: { x, y: 0 } }))),
  only: fc
    .constantFrom('true', 'false', 'email != null')
    .map((condition) => on('only', 'filter', (node) => void Object.assign(node, { condition }))),
  map: fc.oneof(
    fc.tuple(name, name).map(([left, right]) =>
      on('map', 'mapping', (node) => {
        if (!node.fields.some((pair) => pair.left === left && pair.right === right)) {
          node.fields.push({ left, right, decision: { kind: 'drawn' } });
        }
      }),
    ),
    fc.tuple(name, direction).map(([left, way]) =>
      onPair(left, (node, at) => {
        const pair = node.fields[at];
        if (pair) Object.assign(pair, { direction: way });
      }),
    ),
    name.map((left) => onPair(left, (node, at) => void node.fields.splice(at, 1))),
    direction.map((way) => on('map', 'mapping', (node) => void Object.assign(node, { direction: way }))),
  ),
  rules: fc.oneof(
    fc
      .tuple(name, rule)
      .map(([field, decided]) =>
        on('rules', 'conflict', (node) => void Object.assign(node.fields, { [field]: decided })),
      ),
    rule.map((decided) => on('rules', 'conflict', (node) => void Object.assign(node, { rule: decided }))),
    name.map((field) => on('rules', 'conflict', (node) => void delete node.fields[field])),
  ),
  code: fc.oneof(
    fc.tuple(fc.nat(8), line).map(([at, added]) =>
      on('code', 'code', (node) => {
        const lines = node.source.split('\n');
        lines.splice(Math.min(at, lines.length), 0, added);
        node.source = lines.join('\n');
      }),
    ),
    text.map((source) => on('code', 'code', (node) => void Object.assign(node, { source }))),
    fc
      .integer({ min: 1, max: 4 })
      .map((version) =>
        on('code', 'code', (node) => void Object.assign(node, { modules: { names: version } })),
      ),
  ),
  note: text.map((words) => on('note', 'note', (node) => void Object.assign(node, { text: words }))),
};

const ids = fc.constantFrom('left', 'only', 'map', 'rules', 'code', 'right', 'note', 'new1', 'new2');

/** A change of which steps there are and how they hang together. */
const drawing: fc.Arbitrary<DraftEdit> = fc.oneof(
  ids.map((id) => (graph: FlowGraph) => {
    graph.nodes = graph.nodes.filter((node) => node.id !== id);
    const into = graph.edges.find(({ target }) => target === id);
    const out = graph.edges.find(({ source }) => source === id);
    graph.edges = graph.edges.filter(({ source, target }) => source !== id && target !== id);
    if (into && out) graph.edges.push({ id: `over-${id}`, source: into.source, target: out.target });
  }),
  fc.tuple(ids, ids, fc.nat(3)).map(([source, target, which]) => (graph: FlowGraph) => {
    const there = new Set(graph.nodes.map(({ id }) => id));
    const known = graph.edges.some((edge) => edge.source === source && edge.target === target);
    if (known || !there.has(source) || !there.has(target)) return;
    graph.edges.push({ id: `${source}-${target}-${which}`, source, target });
  }),
  fc.nat(4).map((at) => (graph: FlowGraph) => void graph.edges.splice(at, 1)),
  fc
    .tuple(fc.constantFrom('new1', 'new2'), fc.nat(4), fc.boolean())
    .map(([id, at, filters]) => (graph: FlowGraph) => {
      const edge = graph.edges[at];
      if (!edge || graph.nodes.some((node) => node.id === id)) return;
      const node = filters ? { id, kind: 'filter' } : { id, kind: 'note', text: 'x' };
      const added = FlowGraph.shape.nodes.element.parse(node);
      graph.nodes.push(added);
      graph.edges.splice(at, 1, { id: `${id}-in`, source: edge.source, target: id });
      graph.edges.push({ id: `${id}-out`, source: id, target: edge.target });
    }),
  fc
    .tuple(fc.constantFrom('DE', 'FR', '__proto__'), fc.string({ maxLength: 3 }))
    .map(([key, value]) => (graph: FlowGraph) => {
      const table = graph.tables?.[0];
      if (!table) return;
      table.entries = [...table.entries.filter(([each]) => each !== key), [key, value]];
    }),
  fc.constant((graph: FlowGraph) => void delete graph.tables),
);

/** Whatever somebody may do in one sitting. */
export const draftEdits = fc.array(fc.oneof(drawing, ...Object.values(editsOf)), { maxLength: 6 });

/** The draft after these changes; the given one stays as it is. */
export function edited(graph: FlowGraph, edits: readonly DraftEdit[]): FlowGraph {
  const copy = structuredClone(graph);
  for (const edit of edits) edit(copy);
  return FlowGraph.parse(copy);
}

function on<K extends FlowNode['kind']>(
  id: string,
  kind: K,
  change: (node: Extract<FlowNode, { kind: K }>) => void,
): DraftEdit {
  return (graph) => {
    const node = graph.nodes.find((each) => each.id === id && each.kind === kind);
    if (node) change(node as Extract<FlowNode, { kind: K }>);
  };
}

function onPair(left: string, change: (node: MappingNode, at: number) => void): DraftEdit {
  return on('map', 'mapping', (node) => {
    const at = node.fields.findIndex((pair) => pair.left === left);
    if (at >= 0) change(node, at);
  });
}
