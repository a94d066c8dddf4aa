import { type Change, otherSide, type Side } from '#core/change/change-event.ts';
import type { Lane, LaneView } from '#core/flow/lane.ts';
import { failedInView } from '#core/ledger/failed-in-view.ts';
import type { LedgerRow } from '#core/ledger/ledger-filter.ts';
import { partsOf } from '#core/transform/joined-fields.ts';
import type { Image, Row } from '#core/values/value.ts';
import { sameJson } from '#lib/same-json.ts';
import { type CompiledLane, carriesFrom } from '../plan/compiled-lane.ts';
import type { SideView } from '../view/side-view.ts';
import { VIEW_STATE } from '../view/view-state.ts';

/** The lane as it was in the version that a line was written by; null where that is not known any more. */
export type PastLane = (line: LedgerRow) => Lane | null;

/** A line as the tried lane sees the change, `anew` where its code was asked; or why nobody can tell. */
export type SeenLine = { line: LedgerRow; anew: boolean } | string;

/**
 * Lines as the code of a tried lane lets its mapping see them (E24). The ledger holds what the mapping saw then: where the
 * code is the same that is what it sees now, where there was none, or where it failed, it is what code is given. Of what
 * other code had made nobody can tell what it was made of.
 */
export async function seeLines(
  lane: CompiledLane,
  lines: readonly LedgerRow[],
  past: PastLane,
): Promise<SeenLine[]> {
  const given = lines.map((line) => givenTo(lane, line, past(line)));
  for (const side of ['left', 'right'] as const) {
    const changes = given.flatMap((each) =>
      typeof each === 'object' && 'change' in each && each.side === side ? [each.change] : [],
    );
    if (changes.length > 0) await lane[side].view?.load(changes);
  }
  return lines.map((line, at) => {
    const each = given[at] as Given;
    if (typeof each === 'string') return each;
    if (!('change' in each))
      return { line: each.carried ? asCarried(lane, line) : line, anew: !each.carried };
    const [seen] = (lane[each.side].view as SideView).changesOf(each.change);
    if (!seen) return SEVERAL;
    const { op, before, after } = seen;
    return { line: { ...line, op, before: before as Row | null, after: after as Row | null }, anew: true };
  });
}

/** A line that tells what the same code had made: what it left out was told as filtered. */
function asCarried(lane: CompiledLane, line: LedgerRow): LedgerRow {
  if (!lane[line.side].view) return line;
  const { before, after } = line;
  const state = line.code === 'FILTERED' ? 'keep' : null;
  return {
    ...line,
    before: before && { ...before, [VIEW_STATE]: null },
    after: after && { ...after, [VIEW_STATE]: state },
  };
}

/** What the code is given; that it is not asked, since the line tells what it had made, or all there is; or why it cannot be told. */
type Given = { side: Side; change: Change } | { carried: boolean } | string;

function givenTo(lane: CompiledLane, line: LedgerRow, was: Lane | null): Given {
  const from = line.side;
  const { plan } = lane;
  const before = was ?? plan;
  const same = {
    left: isSame(plan.left.view, before.left.view),
    right: isSame(plan.right.view, before.right.view),
  };
  const { view: seen } = before[from];
  const failed = failedInView(seen, line);
  if (same.left && same.right && !failed) {
    const unclear =
      line.code === 'FILTERED' && plan[from].view && !sameJson(plan.filters ?? null, before.filters ?? null);
    return unclear ? 'Whether the code or a filter left the record out cannot be told.' : { carried: true };
  }
  if (line.conflict) return 'The conflict was between what other code had made of the record.';
  if (!carriesFrom(lane, from)) return { carried: true };
  if (!same[otherSide(from)])
    return 'What the code behind the mapping would write cannot be told from the ledger.';
  if (same[from] && !failed) return { carried: true };
  if (before[from].view && !failed) {
    return `The ledger holds what the code of version ${line.version} made of the record, not what it was given.`;
  }
  if (failed && before.merges) return 'The code that failed may have been asked for a conflict.';
  const { view } = lane[from];
  if (!plan[from].view || !view) return { carried: false };
  if (view.groups) return SEVERAL;
  // The old row of what code failed for is as the mapping had seen it.
  return changeOf(failed ? { ...line, before: null } : line, plan[from].view);
}

const SEVERAL = 'The code may make several records of one, of which the ledger tells one by one.';

function changeOf(line: LedgerRow, view: LaneView): Given {
  const { op, before, after, position, ordinal, commitTime, side } = line;
  if (op === 'truncate') return { carried: true };
  const needed = neededBy(view);
  const complete = (image: Image | null, earlier: Image | null): Image | null =>
    image &&
    Object.fromEntries(
      view.own.fields.map(({ name }) => [name, (name in image ? image[name] : earlier?.[name]) ?? null]),
    );
  const lacking = needed.find((name) =>
    [before, after].some((image) => image && !(name in image) && !(before && name in before)),
  );
  if (lacking !== undefined) return `The ledger does not hold ${lacking}, which the code may use.`;
  const change: Change = {
    ...{ kind: 'change', position, ordinal, commitTime, stream: view.own.name, op, writer: null },
    before: complete(before, null),
    after: complete(after, before),
  };
  return { side, change };
}

/** The system's own fields that the first step looks at; what it hands on as it is may be looked at by a later one. */
function neededBy({ own, steps, passing }: LaneView): string[] {
  const all = own.fields.map(({ name }) => name);
  const [first, ...more] = steps;
  if (first?.kind === 'mapping') {
    const read = first.pairs.flatMap((pair) => partsOf(pair, otherSide(first.to)));
    return all.filter((name) => passing.includes(name) || read.includes(name));
  }
  if (!first || more.length > 0) return all;
  if (first.kind !== 'code') return all;
  const use = first.code.uses?.[first.see];
  if (!use || use.passes) return all;
  return all.filter((name) => passing.includes(name) || use.reads.includes(name));
}

/** Does code see rows as it did? What was found out about its text does not matter. */
function isSame(one: LaneView | undefined, other: LaneView | undefined): boolean {
  return sameJson(tellOf(one), tellOf(other));
}

function tellOf(view: LaneView | undefined) {
  if (!view) return null;
  const steps = view.steps.map((step) => {
    if (step.kind !== 'code') return step;
    const { title: _, uses: __, ...code } = step.code;
    return { ...step, code };
  });
  return { steps, passing: view.passing, several: view.several ?? null };
}

/** Has code a say in what a side's records are, in any of these lanes? */
export function hasViews(lanes: readonly (Lane | null)[]): boolean {
  return lanes.some((lane) => lane?.left.view !== undefined || lane?.right.view !== undefined);
}
