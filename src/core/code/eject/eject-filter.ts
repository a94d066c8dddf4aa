import { fieldDigest } from '../../conflict/field-digest.ts';
import { SyncError } from '../../errors/sync-error.ts';
import { compileCondition } from '../../expression/compile-condition.ts';
import { ExpressionProblem } from '../../expression/expression-problem.ts';
import { CodeNode, type FilterNode, type FlowGraph } from '../../flow/flow-graph.ts';
import type { Lane } from '../../flow/lane.ts';
import { nodeTitle } from '../../flow/node-title.ts';
import type { Field } from '../../values/stream-schema.ts';
import { conditionCode, writeCondition } from './condition-code.ts';
import { ejectSource } from './eject-source.ts';
import { Hoisted } from './hoisted.ts';

/**
 * Turns a filter into a code node in its place, with its id, that lets the same records through.
 *
 * @param lanes those that the graph compiles to.
 * @throws SyncError `EJECT_REFUSED`, `NOT_FOUND`.
 */
export function ejectFilter(graph: FlowGraph, lanes: readonly Lane[], filterId: string): FlowGraph {
  const filter = graph.nodes.find(
    (node): node is FilterNode => node.id === filterId && node.kind === 'filter',
  );
  if (!filter) throw new SyncError('NOT_FOUND', `The flow has no filter "${filterId}".`);
  const fields = filteredFields(lanes, filterId);
  if (!fields) {
    throw new SyncError(
      'EJECT_REFUSED',
      `${nodeTitle(filter)} has no condition that could be told of the records of a stream: mend it first.`,
    );
  }
  const source = filterSource(filter.condition, fields);
  const { id, position, label, leave } = filter;
  const code = CodeNode.parse({
    id,
    kind: 'code',
    ...(position ? { position } : {}),
    ...(label === undefined ? {} : { label }),
    form: 'filter',
    source,
    leave,
    ejected: { kind: 'filter', digest: fieldDigest(source), filter },
  });
  return { ...graph, nodes: graph.nodes.map((node) => (node.id === id ? code : node)) };
}

/** The module of a filter. Throws SyncError `EJECT_REFUSED` for a condition that cannot be told. */
export function filterSource(condition: string, fields: readonly Field[]): string {
  try {
    compileCondition({ fields: [...fields] }, condition);
  } catch (error) {
    if (error instanceof ExpressionProblem) throw new SyncError('EJECT_REFUSED', error.message);
    throw error;
  }
  const hoisted = new Hoisted([]);
  const written = writeCondition(conditionCode(condition, fields, hoisted));
  const body = written.includes('\n') ? `  return (\n    ${written}\n  );` : `  return ${written};`;
  return ejectSource([{ head: 'export function filter(record: Input): boolean', body }], hoisted);
}

/** The fields of the records that a filter is about; null where no lane has it. */
export function filteredFields(lanes: readonly Lane[], filterId: string): readonly Field[] | null {
  for (const lane of lanes) {
    for (const side of ['left', 'right'] as const) {
      const { view, stream } = lane[side];
      const early = view?.steps.find((step) => step.kind === 'filter' && step.filter.nodeId === filterId);
      if (early?.kind === 'filter') return early.fields;
      if (lane.filters?.[side]?.some(({ nodeId }) => nodeId === filterId)) return stream.fields;
    }
  }
  return null;
}
