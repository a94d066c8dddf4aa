import { checkLaws, type LawOptions } from '#core/code/check-laws.ts';
import type { CodeProgram } from '#core/code/code-program.ts';
import { lawHints } from '#core/code/law-hints.ts';
import type { LawFindings } from '#core/code/law-report.ts';
import type { LensFunction } from '#core/code/take-there-and-back.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import type { Row } from '#core/values/value.ts';
import { compileLanes } from '../../code/compile-lanes.ts';
import { fieldsHeld } from '../../code/fields-held.ts';
import { type NodePlace, placesOfNode } from '../../code/place-of-node.ts';
import { withCode } from '../../code/with-code.ts';
import { toAnswer } from '../../to-answer.ts';
import type { WorkspaceContext } from '../../workspace-context.ts';
import { programOfNode } from './program-of-node.ts';
import { samplesAt } from './sample-node.ts';

/** Records of the stream that a lens is tried on, before made-up ones. */
const SAMPLES = 60;

/**
 * Holds the lens of a graph to its laws (see `checkLaws`). A system that does not give records leaves the made-up
 * ones. Throws `CODE_INVALID`, `MODULE_MISSING` and `CODE_UNAVAILABLE`.
 */
export async function holdToLaws(
  context: WorkspaceContext,
  { graph, nodeId }: { graph: FlowGraph; nodeId: string },
  options: LawOptions = {},
): Promise<LawFindings> {
  const { program } = await programOfNode(context, graph, nodeId);
  const { lanes } = await compileLanes(context, graph);
  return tryLaws(context, program, placesOfNode(lanes, nodeId), options);
}

/** The same for a lens whose program and places are known. */
export async function tryLaws(
  context: WorkspaceContext,
  program: CodeProgram,
  places: readonly NodePlace[],
  options: LawOptions,
): Promise<LawFindings> {
  const { rows, unsampled } = await recordsAt(context, places[0]);
  const kind = places[0]?.step.see === 'backward' ? 'output' : 'input';
  const report = await withCode(context, program, (functions) => {
    const run =
      (entry: 'forward' | 'backward'): LensFunction =>
      async (given) =>
        (await functions.run(entry, given)).results;
    const lens = {
      forward: run('forward'),
      backward: run('backward'),
      input: program.input,
      output: program.output,
      held: fieldsHeld(places),
      passing: places[0]?.step.passing ?? places[0]?.end.view?.passing ?? [],
    };
    return checkLaws(lens, { [kind]: rows }, { ...options, hints: lawHints(program) });
  });
  return { ...report, unsampled };
}

async function recordsAt(
  context: WorkspaceContext,
  place: NodePlace | undefined,
): Promise<{ rows: Row[]; unsampled: string | null }> {
  if (!place) return { rows: [], unsampled: 'The node stands on no lane.' };
  try {
    const { rows, failure } = await samplesAt(context, place, SAMPLES);
    return { rows, unsampled: rows.length > 0 ? null : (failure ?? 'The stream has no record for it.') };
  } catch (error) {
    return { rows: [], unsampled: toAnswer(error).message };
  }
}
