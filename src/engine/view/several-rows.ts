import type { FilterLeave } from '#core/flow/flow-graph.ts';
import type { LaneView } from '#core/flow/lane.ts';
import type { Row } from '#core/values/value.ts';
import type { Refusal } from './failed-value.ts';
import { invalidResult, type RunningStep, type Seen } from './view-step.ts';

/** Records that code may make of one. */
const MOST_RECORDS = 4_000;

/** The records that code makes of one row of the system. */
export type RecordGroup =
  | { kind: 'records'; rows: Row[] }
  /** None: it leaves the row out. */
  | { kind: 'left'; leave: FilterLeave }
  | { kind: 'failed'; refusal: Refusal };

/**
 * Puts rows of the system through a view whose code may make several records of one. Where code fails for one of
 * these, all of the row's records have failed: which there are is not known.
 *
 * @param several the fields that tell the records of one row apart.
 */
export async function seeSeveral(
  { steps: described }: Pick<LaneView, 'steps'>,
  steps: readonly RunningStep[],
  several: readonly string[],
  rows: readonly Row[],
): Promise<RecordGroup[]> {
  let groups: RecordGroup[] = rows.map((row) => ({ kind: 'records', rows: [row] }));
  for (const step of steps) {
    const given = groups.flatMap((group) => (group.kind === 'records' ? group.rows : []));
    const seen = (await step.see(given)).values();
    groups = groups.map((group) =>
      group.kind === 'records' ? together(group.rows.map(() => seen.next().value as Seen)) : group,
    );
  }
  const maker = described.findLast((step) => step.kind === 'code');
  const nodeId = maker?.kind === 'code' ? maker.code.nodeId : '';
  return groups.map((group) => {
    const wrong = group.kind === 'records' ? whyNotApart(group.rows, several) : null;
    return wrong === null ? group : { kind: 'failed', refusal: invalidResult(nodeId, wrong) };
  });
}

function together(seen: readonly Seen[]): RecordGroup {
  const rows: Row[] = [];
  let leave: FilterLeave | null = null;
  for (const each of seen) {
    if (each.kind === 'failed') return each;
    if (each.kind === 'row') rows.push(each.row);
    else if (each.kind === 'several') for (const row of each.rows) rows.push(row);
    else leave ??= each.leave;
  }
  return rows.length > 0 ? { kind: 'records', rows } : { kind: 'left', leave: leave ?? 'keep' };
}

/** What is wrong with the fields that are to tell these records apart. */
function whyNotApart(rows: readonly Row[], several: readonly string[]): string | null {
  if (rows.length > MOST_RECORDS) {
    return `The code made ${rows.length} records of one; it may make ${MOST_RECORDS}.`;
  }
  const seen = new Set<string>();
  for (const row of rows) {
    const empty = several.find((name) => (row[name] ?? null) === null);
    if (empty !== undefined) {
      return `The code left ${empty} empty, which tells the records apart that it makes of one.`;
    }
    const values = several.map((name) => row[name]);
    const name = JSON.stringify(values);
    if (seen.has(name)) {
      return `The code made two records with ${several.join(', ')} ${values.join(', ')} of one: nothing tells them apart.`;
    }
    seen.add(name);
  }
  return null;
}
