import type { LaneView } from '#core/flow/lane.ts';
import type { Image, Row, Value } from '#core/values/value.ts';
import { put } from '#lib/put.ts';
import { failedValue, isFailed } from './failed-value.ts';
import type { GroupImage } from './several-changes.ts';
import { seeSeveral } from './several-rows.ts';
import { VIEW_STATE } from './view-state.ts';
import type { RunningStep } from './view-step.ts';

/** A row of the system with the records that code makes of it. */
export type SeenGroup = {
  own: Row;
  /** Complete in what the mapping sees. Empty where code leaves the row out; null where it fails for it. */
  records: Row[] | null;
  /** What any other record of the row is: `failedValue`, what becomes of it where the row is left out, or null: there is none. */
  state: string | null;
};

/** The records of rows of which code may make several. */
export class GroupRows {
  readonly #view: Pick<LaneView, 'steps' | 'passing'>;
  readonly #columns: readonly string[];
  readonly #steps: readonly RunningStep[];
  /** The fields that tell the records of one row apart. */
  readonly several: readonly string[];

  constructor(
    view: Pick<LaneView, 'steps' | 'passing'>,
    columns: readonly string[],
    several: readonly string[],
    steps: readonly RunningStep[],
  ) {
    this.#view = view;
    this.#columns = columns;
    this.several = several;
    this.#steps = steps;
  }

  /** Rows complete in the system's own fields, each with its records. */
  async see(rows: readonly Row[]): Promise<SeenGroup[]> {
    const groups = await seeSeveral(this.#view, this.#steps, this.several, rows);
    return groups.map((group, at): SeenGroup => {
      const own = rows[at] as Row;
      if (group.kind === 'failed') return { own, records: null, state: failedValue(group.refusal, own) };
      if (group.kind === 'left') return { own, records: [], state: group.leave };
      return { own, records: group.rows.map((row) => this.#record(own, row)), state: null };
    });
  }

  /** Of these key fields, those that the system has. */
  rowKey(key: readonly string[]): string[] {
    return key.filter((name) => !this.several.includes(name));
  }

  /** The part of a record's key by which the system finds its row. */
  ofRow(key: Row): Row {
    return Object.fromEntries(this.rowKey(Object.keys(key)).map((name) => [name, key[name] ?? null]));
  }

  /** Which of its row's records one is. */
  readonly nameOf = (record: Image): string =>
    JSON.stringify(this.several.map((name) => record[name] ?? null));

  /** Does it stand for all records of its row? */
  isWhole(record: Image): boolean {
    return this.several.every((name) => (record[name] ?? null) === null);
  }

  /** A record under these values of `several` of a row that has none like that. */
  standIn({ own, state }: SeenGroup, several: Row): Row {
    const row: Row = {};
    const value = isFailed(state) ? state : null;
    for (const name of this.#columns) put(row, name, value);
    for (const name of this.#view.passing) put(row, name, own[name] ?? null);
    for (const name of this.several) put(row, name, several[name] ?? null);
    row[VIEW_STATE] = state;
    return row;
  }

  /**
   * What a change says of a row.
   * @param seen undefined where the log does not tell the whole row.
   * @param image as logged; what it leaves out is as in `earlier`.
   */
  imageOf(seen: SeenGroup | undefined, image: Image, earlier: Image | null = null): GroupImage {
    const passing = this.#view.passing.map((name): [string, Value | undefined] => [
      name,
      image[name] === undefined ? earlier?.[name] : image[name],
    ]);
    const key = Object.fromEntries(passing);
    const apart = Object.fromEntries(this.several.map((name) => [name, null]));
    const gone = { ...key, ...apart };
    return {
      name: JSON.stringify(passing.map(([, value]) => value ?? null)),
      records: seen?.records ?? null,
      become: this.#become(seen, key),
      // What is not known is left out: a change that follows on another one must not seem to begin elsewhere.
      whole: { gone, now: seen && !seen.records ? { ...gone, [VIEW_STATE]: seen.state } : gone },
    };
  }

  #become(seen: SeenGroup | undefined, key: Image): GroupImage['become'] {
    if (!seen)
      return (record) => ({
        ...key,
        ...Object.fromEntries(this.several.map((name) => [name, record[name]])),
      });
    return seen.state === null ? null : (record) => this.standIn(seen, record);
  }

  #record(own: Row, made: Row): Row {
    const row: Row = {};
    for (const name of this.#view.passing) put(row, name, own[name] ?? null);
    for (const name of this.#columns) if (!(name in row)) put(row, name, made[name] ?? null);
    row[VIEW_STATE] = null;
    return row;
  }
}
