import { otherSide } from '#core/change/change-event.ts';
import { isValueFailure } from '#core/errors/is-value-failure.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { Write, WriteOutcome } from '#core/ports/target.ts';
import type { Row, Value } from '#core/values/value.ts';
import { put } from '#lib/put.ts';
import type { CompiledField } from '../plan/compiled-lane.ts';
import { failureOf, isFailed, refusalError } from './failed-value.ts';
import type { SideView } from './side-view.ts';
import type { Seen } from './view-step.ts';
import type { ViewedEnd } from './viewed-target.ts';

/** A write in the system's own fields, or what is known of it already. */
export type ViewedWrite = { kind: 'write'; write: Write } | { kind: 'settled'; outcome: WriteOutcome };

type Draft = {
  write: Write;
  /** What stands there, as the system has it and as the mapping sees it. */
  there: { own: Row; seen: Row } | null;
  /** As the mapping is to see it; null where it is to be gone. */
  wanted: Row | null;
};

/** Turns writes of what the mapping sees into writes of a system's own fields, one for each. */
export async function planViewed(end: ViewedEnd, writes: readonly Write[]): Promise<ViewedWrite[]> {
  const view = end.side.view as SideView;
  const there = await readThere(end, view, writes);
  const plans: (ViewedWrite | Draft)[] = writes.map((write) => draftOf(end, view, write, there(write)));
  const drafts = plans.filter((plan): plan is Draft => !('kind' in plan));
  const given = drafts.flatMap(({ there: now, wanted }) => [
    ...(now ? [now.seen] : []),
    ...(wanted ? [wanted] : []),
  ]);
  const made = (await view.back(given)).values();
  const next = () => made.next().value as Seen;
  return plans.map((plan) => {
    if ('kind' in plan) return plan;
    const was = plan.there ? next() : null;
    return ownWrite(view, plan, was, plan.wanted ? next() : null);
  });
}

/** The rows that updates, deletes and upserts find, by the write. */
async function readThere(
  { side, source }: ViewedEnd,
  view: SideView,
  writes: readonly Write[],
): Promise<(write: Write) => Draft['there']> {
  const finding = writes.filter(({ op }) => op !== 'insert');
  if (finding.length === 0) return () => null;
  const keyOf = (row: Row) => JSON.stringify(side.key.map((name) => row[name] ?? null));
  const own = await source.read({
    stream: side.stream,
    fields: view.own,
    key: side.key,
    keys: finding.map(({ key }) => key),
    as: side.as,
  });
  const seen = await view.see(own);
  const byKey = new Map(own.map((row, at) => [keyOf(row), { own: row, seen: seen[at] as Row }]));
  return (write) => byKey.get(keyOf(write.key)) ?? null;
}

function draftOf(end: ViewedEnd, view: SideView, write: Write, there: Draft['there']): ViewedWrite | Draft {
  const broken = there && Object.values(there.seen).find(isFailed);
  if (broken) return failed(failureOf(broken));
  if (write.op === 'insert' || (write.op === 'upsert' && !there)) {
    const empty = Object.fromEntries(view.columns.map((name): [string, Value] => [name, null]));
    return { write, there: null, wanted: { ...empty, ...write.key, ...write.set } };
  }
  if (!there) return { kind: 'settled', outcome: { status: 'missed', existing: null } };
  if (write.guard && !holds(end, write.guard, there.seen)) {
    return { kind: 'settled', outcome: { status: 'missed', existing: there.seen } };
  }
  return { write, there, wanted: write.op === 'delete' ? null : { ...there.seen, ...write.set } };
}

/** Does what stands there hold these values, in the coarser of the two domains (E13)? */
function holds({ lane, side }: ViewedEnd, guard: Row, seen: Row): boolean {
  const name = side.side;
  return Object.entries(guard).every(([column, value]) => {
    const field = lane.fields.find((each) => each[name] === column);
    return field === undefined || isSame(field, name, value, seen[column] ?? null);
  });
}

function isSame(field: CompiledField, side: 'left' | 'right', one: Value, other: Value): boolean {
  if (one === other || field.digest[side](one) === field.digest[side](other)) return true;
  const across = otherSide(side);
  try {
    return field.digest[across](field.to[across](one)) === field.digest[across](field.to[across](other));
  } catch (error) {
    if (error instanceof SyncError && isValueFailure(error.code)) return false;
    throw error;
  }
}

/** The write in own fields: only what the code makes differ is set, under all that it concerns. */
function ownWrite(
  view: SideView,
  { write, there, wanted }: Draft,
  was: Seen | null,
  made: Seen | null,
): ViewedWrite {
  const refused = [was, made].find((seen) => seen && seen.kind !== 'row');
  if (refused?.kind === 'failed') return failed(refusalError(refused.refusal));
  if (refused)
    return failed(
      new SyncError('CODE_RESULT_INVALID', 'The code made nothing of a record that is to be written.'),
    );
  const { compareAs: _, ...rest } = write;
  const row = (seen: Seen | null) => (seen?.kind === 'row' ? seen.row : {});
  if (!there) {
    const set = { ...filled(view, row(made)), ...write.key };
    return { kind: 'write', write: { ...rest, op: write.op, guard: null, set } };
  }
  const concerned = Object.keys({ ...row(was), ...row(made) }).filter(
    (name) => there.own[name] !== undefined,
  );
  const guard: Row = {};
  for (const name of concerned) if (!(name in write.key)) put(guard, name, there.own[name] ?? null);
  if (!wanted) return { kind: 'write', write: { ...rest, guard, set: {} } };
  const set: Row = {};
  for (const [name, value] of Object.entries(row(made))) {
    const same = view.writable.get(name)?.same;
    if (!same) continue;
    const before = row(was)[name];
    const changes = before === undefined || !same(before, value);
    if (changes && !same(there.own[name] ?? null, value)) put(set, name, value);
  }
  if (Object.keys(set).length === 0) return { kind: 'settled', outcome: { status: 'unchanged' } };
  return { kind: 'write', write: { ...rest, op: 'update', guard, set } };
}

/** What a new row is given: nothing for fields that the system fills by itself. */
function filled(view: SideView, row: Row): Row {
  const set: Row = {};
  for (const [name, value] of Object.entries(row)) {
    const field = view.writable.get(name)?.field;
    if (!field || (value === null && !field.nullable && field.hasDefault)) continue;
    put(set, name, value);
  }
  return set;
}

function failed({ code, message, detail, at }: SyncError): ViewedWrite {
  return { kind: 'settled', outcome: { status: 'failed', code, message, detail, at } };
}
