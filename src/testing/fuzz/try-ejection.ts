import fc from 'fast-check';
import { compareEjected, type EjectDifference } from '#core/code/eject/compare-ejected.ts';
import { ejectMapping } from '#core/code/eject/eject-mapping.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { compile } from '#core/flow/compile.ts';
import type { CodeNode, FlowGraph } from '#core/flow/flow-graph.ts';
import type { Lane } from '#core/flow/lane.ts';
import type { CodeRunner } from '#core/ports/code-runner.ts';
import type { Field } from '#core/values/stream-schema.ts';
import type { Row } from '#core/values/value.ts';
import { requiredField, schemasOf, streamOf } from '#testing/flow-fixtures.ts';
import { type DrawnPair, flowOf, valuesOf } from './draw-ejection.ts';

/** What became of a drawn mapping. */
export type Ejection = {
  /** Pairs that code does the work of; the others made no sense, or stay in the mapping. */
  ejected: number;
  source: string;
  /** What is wrong with the flow that came of it. */
  problems: string[];
  differences: EjectDifference[];
};

/**
 * Ejects those of the pairs that compile, and takes made-up records through both forms, code in the real sandbox.
 * @param scope of the sandbox; it is released
 */
export async function tryEjection(
  pairs: readonly DrawnPair[],
  direction: DrawnPair['direction'],
  records: { seed: number; count: number },
  runner: CodeRunner,
  scope: string,
): Promise<Ejection> {
  const sound = pairs.filter((pair) => compiled([pair], direction).problems.length === 0);
  const { graph, lanes, schemas, fields } = compiled(sound, direction);
  const nothing = { ejected: 0, source: '', problems: [], differences: [] };
  const flow = ejected(graph, lanes);
  if (flow === null) return nothing;
  const after = compile(flow.graph, schemas);
  const code = flow.graph.nodes.find((node): node is CodeNode => node.kind === 'code') as CodeNode;
  const shape = after.code.find(({ nodeId }) => nodeId === code.id);
  const problems = after.problems
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);
  const lane = after.lanes[0];
  if (!shape || !lane || problems.length > 0)
    return { ...nothing, source: code.source, problems: [...problems, 'it does not compile'] };
  const { form, source } = code;
  const program = { form, source, input: shape.input, output: shape.output, modules: [], tables: {} };
  const near = direction === 'backward' ? 'right' : 'left';
  const sides = direction === 'both' ? (['left', 'right'] as const) : ([near] as const);
  const differences: EjectDifference[] = [];
  try {
    const functions = await runner.open(scope, program);
    for (const side of sides) {
      const rows = fc.sample(rowsOf(fields[side]), { numRuns: records.count, seed: records.seed });
      const compared = await compareEjected(
        { before: lanes[0] as Lane, after: lane, code, near },
        functions,
        side,
        rows,
      );
      differences.push(...compared.differences);
    }
  } finally {
    await runner.release(scope);
  }
  return { ejected: flow.count, source, problems, differences };
}

function rowsOf(fields: readonly Field[]): fc.Arbitrary<Row> {
  return fc.record(Object.fromEntries(fields.map((field) => [field.name, valuesOf(field)])));
}

function ejected(graph: FlowGraph, lanes: readonly Lane[]) {
  try {
    return ejectMapping(graph, lanes, 'map', { codeId: 'code', edgeId: 'e9' });
  } catch (error) {
    if (error instanceof SyncError && error.code === 'EJECT_REFUSED') return null;
    throw error;
  }
}

function compiled(pairs: readonly DrawnPair[], direction: DrawnPair['direction']) {
  const of = (side: 'left' | 'right') => [
    requiredField('id', { kind: 'int64' }),
    ...pairs.flatMap((pair) => pair[side]),
  ];
  const fields = { left: of('left'), right: of('right') };
  const schemas = schemasOf({
    'left public.records': streamOf('public.records', fields.left),
    'right public.records': streamOf('public.records', fields.right),
  });
  const graph = flowOf(pairs, direction);
  const { lanes, problems } = compile(graph, schemas);
  return { graph, lanes, schemas, fields, problems: problems.filter(({ severity }) => severity === 'error') };
}
