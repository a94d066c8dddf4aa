import { filledRow } from '#core/code/blank-value.ts';
import { caseInput } from '#core/code/case-input.ts';
import type { CodeEntry } from '#core/code/code-form.ts';
import { fieldsGiven, toCaseResult } from '#core/code/compare-result.ts';
import type { TriedRecord } from '#core/code/tried-record.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import type { CodeConflict, CodeFunctions, CodeResult } from '#core/ports/code-runner.ts';
import type { Row } from '#core/values/value.ts';
import { withCode } from '../../code/with-code.ts';
import type { WorkspaceContext } from '../../workspace-context.ts';
import { programOfNode } from './program-of-node.ts';

/**
 * Runs a function of a code node on the given records, each of which is filled where it lacks a field. Nothing
 * is read from a system and nothing is written. What the code does is in the results.
 *
 * @param asked.inputs for `merge` the field's name with `base`, `left` and `right`, as in a case
 * @throws SyncError `CODE_INVALID` where the code does not compile, `MODULE_MISSING`, `CODE_UNAVAILABLE`
 */
export async function tryCode(
  context: WorkspaceContext,
  asked: { graph: FlowGraph; nodeId: string; entry: CodeEntry; inputs: Row[] },
): Promise<TriedRecord[]> {
  const { graph, nodeId, entry, inputs } = asked;
  const { program } = await programOfNode(context, graph, nodeId);
  const given = entry === 'merge' ? inputs : inputs.map((row) => filledRow(fieldsGiven(entry, program), row));
  const run = await withCode(context, program, (functions) => runOn(functions, entry, given));
  return given.map((row, index) => {
    const result = run.results[index] ?? failedToTell;
    return {
      given: row,
      result: toCaseResult(result),
      failure: result.kind === 'failed' ? result.failure : null,
      observed: run.observed?.[index] ?? { console: [], micros: 0, bytes: 0 },
    };
  });
}

const failedToTell: CodeResult = {
  kind: 'failed',
  failure: {
    code: 'CODE_CRASHED',
    message: 'Nothing was told of the record.',
    module: null,
    line: null,
    column: null,
  },
};

function runOn(functions: CodeFunctions, entry: CodeEntry, given: readonly Row[]) {
  const options = { observe: true };
  if (entry !== 'merge') return functions.run(entry, given, options);
  return functions.run(
    entry,
    given.map((input) => caseInput({ entry, input }) as CodeConflict),
    options,
  );
}
