import { otherSide } from '#core/change/change-event.ts';
import { isCodeFailure } from '#core/errors/is-code-failure.ts';
import { refusedByMapping } from '#core/ledger/refused-by-mapping.ts';
import type { PlanLine } from '#core/operations/plan-line.ts';
import type { MadeAnew, RecordPlanner } from '#core/operations/record-plan.ts';
import type { Row } from '#core/values/value.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import { isFailed, tellsOfNode } from '../view/failed-value.ts';
import { VIEW_STATE } from '../view/view-state.ts';
import type { RecordLines } from './bulk-job.ts';

/**
 * What the code of a side makes now of what the newest selected lines say that it was given when it failed, by the
 * line's `seq`, all of a chunk together. Lines that failed elsewhere hold what was made already.
 */
export async function madeOfLines(
  lane: CompiledLane,
  planner: RecordPlanner,
  lines: ReadonlyMap<string, RecordLines>,
): Promise<Map<string, MadeAnew>> {
  const made = new Map<string, MadeAnew>();
  if (!planner.asksCode || !(lane.left.view || lane.right.view)) return made;
  const newest = [...lines.values()].flatMap(({ selected }) => selected.slice(-1));
  for (const side of ['left', 'right'] as const) {
    const { view } = lane[side];
    if (!view) continue;
    const failed = newest.filter((line) => line.side === side && failedFor(lane, line));
    const given = failed.filter(({ after }) => after && isOwn(view.own, after));
    for (const { seq } of failed) made.set(seq, { kind: 'lacking' });
    if (view.groups) {
      for (const { seq } of given) made.set(seq, { kind: 'several' });
      continue;
    }
    const rows = given.length > 0 ? await view.see(given.map(({ after }) => after as Row)) : [];
    for (const [at, { seq }] of given.entries()) made.set(seq, madeAnew(rows[at] as Row));
  }
  return made;
}

function madeAnew({ [VIEW_STATE]: state = null, ...row }: Row): MadeAnew {
  // A row that code fails for again is refused by whoever carries it, with the code's own words.
  return state === null || isFailed(state) ? { kind: 'row', row } : { kind: 'left-out' };
}

/** Was it the code of the side that the line came from? Where there is other code, the line's words name the node. */
function failedFor(lane: CompiledLane, line: PlanLine): boolean {
  const { side, code, detail } = line;
  if (refusedByMapping(lane.plan[side].view, line)) return true;
  if (!code || !isCodeFailure(code)) return false;
  const others = lane[otherSide(side)].view !== null || lane.merges !== null;
  const nodes = lane.plan[side].view?.steps ?? [];
  return !others || nodes.some((step) => step.kind === 'code' && tellsOfNode(detail, step.code.nodeId));
}

function isOwn(own: readonly string[], row: Row): boolean {
  return own.every((name) => Object.hasOwn(row, name));
}
