import type { CodeNode, FlowTable } from '../flow/flow-graph.ts';
import type { CodeModule, CodeProgram, CodeTables } from './code-program.ts';
import type { CodeShape } from './code-shape.ts';

/** All that it takes to check, compile and run a code node where it stands in its flow. */
export function assembleProgram(
  node: Pick<CodeNode, 'form' | 'source'>,
  { input, output }: Pick<CodeShape, 'input' | 'output'>,
  tables: CodeTables,
  modules: readonly CodeModule[],
): CodeProgram {
  return { form: node.form, source: node.source, input, output, modules, tables };
}

/** The look-up tables of a flow as code reads them. */
export function codeTables(tables: readonly FlowTable[] = []): CodeTables {
  return Object.fromEntries(tables.map(({ name, entries }) => [name, Object.fromEntries(entries)]));
}
