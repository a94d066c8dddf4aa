import { otherSide, type Side } from '#core/change/change-event.ts';
import { filledRow } from '#core/code/blank-value.ts';
import type { CodeEntry } from '#core/code/code-form.ts';
import type { Lane, ViewStep } from '#core/flow/lane.ts';
import type { Row } from '#core/values/value.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { programOfStep } from './program-of-step.ts';
import { rowAcross } from './row-across.ts';
import { seeThroughSteps } from './see-through-steps.ts';
import { withCode } from './with-code.ts';

/** What a code node is given of a record on its way through a lane. */
export type OnWay = { nodeId: string; entry: CodeEntry; given: Row; fails: boolean };

/**
 * Takes a record of one side through a lane and tells what every code node on its way is given, in order. The way
 * ends where code fails on it or lets it through no more; where it becomes several, it goes on with the first.
 */
export async function codeOnWay(
  context: WorkspaceContext,
  lane: Lane,
  from: Side,
  own: Row,
): Promise<OnWay[]> {
  const found: OnWay[] = [];
  const source = lane[from];
  let row: Row | undefined = own;
  for (const step of source.view?.steps ?? []) {
    if (!row || !source.view) return found;
    if (step.kind === 'code') {
      const given = filledRow(step.see === 'backward' ? step.code.output : step.code.input, row);
      found.push({ nodeId: step.code.nodeId, entry: step.see, given, fails: false });
    }
    const seen = await seeThroughSteps(context, source.view.own, [step], source.view.passing, [row]);
    const last = found.at(-1);
    if (last && step.kind === 'code') last.fails = seen.failed > 0;
    row = seen.rows[0];
  }
  const to = otherSide(from);
  let back: Row | undefined = row && rowAcross(lane, to, row);
  for (const step of (lane[to].view?.steps ?? []).toReversed()) {
    if (!back) return found;
    const turned = turn(step);
    if (!turned) continue;
    const { entry, code, fields } = turned;
    const given = filledRow(fields, back);
    const program = await programOfStep(context, code);
    const { results } = await withCode(context, program, (functions) => functions.run(entry, [given]));
    const [result] = results;
    found.push({ nodeId: code.nodeId, entry, given, fails: result?.kind === 'failed' });
    back = result?.kind === 'records' ? result.rows[0] : undefined;
  }
  return found;
}

/** A step on the way from the mapping to its endpoint; null for one that lets records through as they are. */
function turn(step: ViewStep) {
  if (step.kind !== 'code' || step.back === null) return null;
  const { code, back: entry } = step;
  return { entry, code, fields: entry === 'backward' ? code.output : code.input };
}
