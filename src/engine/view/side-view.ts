import type { Change } from '#core/change/change-event.ts';
import type { LaneEnd, LaneView, ViewStep } from '#core/flow/lane.ts';
import { type Equality, sideEquality } from '#core/values/same-value.ts';
import type { Field } from '#core/values/stream-schema.ts';
import type { Image, Row } from '#core/values/value.ts';
import { put } from '#lib/put.ts';
import { failedValue, isFailed, rowOfFailed } from './failed-value.ts';
import { GroupRows } from './group-rows.ts';
import type { OpenCode } from './open-code.ts';
import { severalChanges } from './several-changes.ts';
import { VIEW_STATE } from './view-state.ts';
import { openStep, type RunningStep, type Seen } from './view-step.ts';

/**
 * A side of a lane as its code lets the mapping see it; on a one-way lane with code behind the mapping, as that leaves it. Code takes its time, and the rest of the engine
 * works on rows at hand: changes are loaded ahead, and found by themselves afterwards.
 */
export class SideView {
  readonly #view: LaneView;
  /** Fields that the mapping sees. */
  readonly columns: readonly string[];
  readonly #made: readonly string[];
  readonly #steps: RunningStep[];
  readonly #changes = new WeakMap<Change, readonly Change[]>();
  /** The system's own fields that it reads. */
  readonly own: string[];
  /** Fields that can be written, each with the equality of its values. */
  readonly writable: ReadonlyMap<string, { field: Field; same: Equality }>;
  /** Some of its steps may leave rows out. */
  readonly drops: boolean;
  /** The records of each row, where code may make several of one. */
  readonly groups: GroupRows | null;

  constructor({ stream }: LaneEnd, view: LaneView, open: OpenCode) {
    this.#view = view;
    this.columns = stream.fields.map(({ name }) => name);
    this.#made = this.columns.filter((name) => !view.passing.includes(name));
    this.#steps = view.steps.map((step) => openStep(step, view, open));
    this.own = view.own.fields.map(({ name }) => name).filter((name) => name !== '__proto__');
    this.writable = new Map(
      view.own.fields
        .filter(({ readOnly }) => !readOnly)
        .map((field) => [field.name, { field, same: sideEquality(field) }]),
    );
    this.drops = view.steps.some(leavesOut);
    this.groups = view.several ? new GroupRows(view, this.columns, view.several, this.#steps) : null;
  }

  /** Rows of the system, complete in its own fields, as the mapping sees them, where code makes one of each. */
  async see(rows: readonly Row[]): Promise<Row[]> {
    const seen = await this.#through(rows, this.#steps, (step, given) => step.see(given));
    return seen.map((each, at) => this.#seenRow(each, rows[at] as Row));
  }

  /**
   * Rows of the mapping, complete in the view's fields, as they are written to the system: what the code
   * leaves out of them stays as it is.
   */
  async back(rows: readonly Row[]): Promise<Seen[]> {
    const steps = this.#steps.filter(({ back }) => back !== null).toReversed();
    return this.#through(rows, steps, (step, given) =>
      (step.back as NonNullable<RunningStep['back']>)(given),
    );
  }

  /** Makes these changes ready to be looked at. */
  async load(changes: readonly Change[]): Promise<void> {
    const rows: Row[] = [];
    const placed = changes
      .filter((change) => !this.#changes.has(change))
      .map((change) => {
        const before = this.#complete(change.before, null);
        const after = this.#complete(change.after, change.before);
        const at = (row: Row | null) => (row ? rows.push(row) - 1 : -1);
        const beforeAt = at(before);
        return {
          change,
          beforeAt,
          afterAt: before && after && this.#same(before, after) ? beforeAt : at(after),
        };
      });
    const { groups } = this;
    if (groups) {
      const seen = await groups.see(rows);
      for (const { change, beforeAt, afterAt } of placed) {
        const before = change.before && groups.imageOf(seen[beforeAt], change.before);
        const after = change.after && groups.imageOf(seen[afterAt], change.after, change.before);
        this.#changes.set(change, severalChanges(change, before, after, groups.nameOf));
      }
      return;
    }
    const seen = await this.see(rows);
    for (const { change, beforeAt, afterAt } of placed) {
      const before = seen[beforeAt];
      const each = {
        ...change,
        // Of what code failed for it is not known what the other side was given.
        before: change.before && (before && !this.#failed(before) ? before : this.#key(change.before)),
        after: change.after && (seen[afterAt] ?? this.#key(change.after)),
      };
      this.#changes.set(change, [each]);
    }
  }

  /**
   * A change that was loaded, as the mapping sees it: of each record, where code may make several of the row.
   * Fields of which it cannot be told are unknown.
   */
  changesOf(change: Change): readonly Change[] {
    const seen = this.#changes.get(change);
    if (!seen) throw new TypeError(`a change of ${change.stream} was not loaded`);
    return seen;
  }

  /** What the ledger shows of an image that the mapping sees. */
  shown(image: Image, fields: readonly string[]): Row {
    const failed = [image[VIEW_STATE], ...this.#made.map((name) => image[name])].find(isFailed);
    if (failed) return rowOfFailed(failed);
    const row: Row = {};
    for (const name of fields) {
      const value = image[name];
      if (value !== undefined && name !== VIEW_STATE) put(row, name, value);
    }
    return row;
  }

  async #through(
    rows: readonly Row[],
    steps: readonly RunningStep[],
    run: (step: RunningStep, rows: readonly Row[]) => Promise<Seen[]>,
  ): Promise<Seen[]> {
    const seen: Seen[] = rows.map((row) => ({ kind: 'row', row }));
    for (const step of steps) {
      const left = seen.flatMap((each, at) => (each.kind === 'row' ? [{ at, row: each.row }] : []));
      const made = await run(
        step,
        left.map(({ row }) => row),
      );
      for (const [index, { at }] of left.entries()) seen[at] = made[index] as Seen;
    }
    return seen;
  }

  #seenRow(seen: Seen, own: Row): Row {
    const row: Row = {};
    const failed = seen.kind === 'failed' ? failedValue(seen.refusal, own) : null;
    for (const name of this.#view.passing) row[name] = own[name] ?? null;
    for (const name of this.#made)
      put(row, name, failed ?? (seen.kind === 'row' ? (seen.row[name] ?? null) : null));
    row[VIEW_STATE] = failed ?? (seen.kind === 'dropped' ? seen.leave : null);
    return row;
  }

  /** The image with what its log leaves out taken from the old row; null where that is not known either. */
  #complete(image: Image | null, earlier: Image | null): Row | null {
    if (!image) return null;
    const row: Row = {};
    for (const name of this.own) {
      const value = image[name] === undefined ? earlier?.[name] : image[name];
      if (value === undefined) return null;
      row[name] = value;
    }
    return row;
  }

  #same(one: Row, other: Row): boolean {
    return this.own.every((name) => one[name] === other[name]);
  }

  #failed(row: Row): boolean {
    return this.#made.some((name) => isFailed(row[name]));
  }

  #key(image: Image): Image {
    return Object.fromEntries(this.#view.passing.map((name) => [name, image[name]]));
  }
}

function leavesOut(step: ViewStep): boolean {
  return step.kind === 'filter' || (step.kind === 'code' && step.code.form !== 'lens');
}
