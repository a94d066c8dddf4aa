import { breakCycle, cyclesOf } from './break-cycle.ts';
import type { PlacedWrite, WritableTable } from './write-group.ts';

/** Updates that pass unique values among each other, and how they are all written. */
export type Exchange = { items: PlacedWrite[]; run: () => Promise<void> };

/** What isolating rows needs of the batch that they belong to. */
export type IsolatedBatch = {
  tables: ReadonlyMap<string, WritableTable>;
  /** Writes these rows in order and notes their outcomes. */
  write(items: PlacedWrite[]): Promise<void>;
  /** Runs work of which nothing remains if it fails; gives the error where rows are to blame for it. */
  attempt(work: () => Promise<void>): Promise<unknown>;
  /** The exchanges of unique values among these rows: swaps, rings and chains. */
  exchanges(items: PlacedWrite[]): Promise<Exchange[]>;
};

type Failure = { item: PlacedWrite; error: unknown };

/**
 * Applies every row of a failing batch that can be applied: in source order, what fails again while
 * that helps, since a later row may have made room, and rows that can only go through together (an
 * exchange of unique values, a circle of references) together.
 *
 * @returns the rows that cannot, each with its error.
 */
export async function isolateRows(batch: IsolatedBatch, items: PlacedWrite[]): Promise<Failure[]> {
  for (let left = items; ; ) {
    const failures: Failure[] = [];
    await bisect(batch, left, failures);
    const together = failures.length > 1 ? await applyTogether(batch, failures) : new Set();
    const rest = failures.filter(({ item }) => !together.has(item));
    if (rest.length === 0 || rest.length === left.length) return rest;
    left = rest.map(({ item }) => item);
  }
}

async function bisect(batch: IsolatedBatch, items: PlacedWrite[], failures: Failure[]): Promise<void> {
  const error = await batch.attempt(() => batch.write(items));
  if (error === null) return;
  if (items.length === 1) {
    failures.push({ item: items[0]!, error });
    return;
  }
  const middle = items.length >> 1;
  await bisect(batch, items.slice(0, middle), failures);
  await bisect(batch, items.slice(middle), failures);
}

/** @returns the rows that went through together. */
async function applyTogether(batch: IsolatedBatch, failures: Failure[]): Promise<Set<PlacedWrite>> {
  const items = failures.map(({ item }) => item);
  const applied = new Set<PlacedWrite>();
  for (const exchange of await batch.exchanges(items)) {
    const error = await batch.attempt(exchange.run);
    if (error === null) for (const item of exchange.items) applied.add(item);
  }
  for (const cycle of cyclesOf(batch.tables, items)) {
    if (cycle.some(({ item }) => applied.has(item))) continue;
    const error = await batch.attempt(() => breakCycle(batch, cycle));
    if (error === null) for (const { item } of cycle) applied.add(item);
  }
  return applied;
}
