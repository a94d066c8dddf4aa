import type { ClientBase } from 'pg';
import { wholeLine } from '#core/ledger/compact-line.ts';
import {
  type FieldPairNames,
  isSameValues,
  type LedgerLine,
  type SameValues,
} from '#core/ledger/ledger-line.ts';

const keep = `
INSERT INTO ledger_shape AS known (lane_id, version, pairs) VALUES ($1, $2, $3)
ON CONFLICT (lane_id, version) DO UPDATE SET pairs = known.pairs RETURNING pairs`;

/** Remembers which field pairs compact lines refer to: each lane and version once, and for good. */
export class KeepShapes {
  /** Whether lines may refer to them. */
  readonly #known = new WeakMap<SameValues, boolean>();

  /**
   * Keeps the shapes of these lines that are not known to be kept, before the lines themselves are written.
   *
   * @returns the lines; those are whole whose pairs are not the ones that their version began with (a pair rests, E15).
   */
  async of(client: Pick<ClientBase, 'query'>, lines: readonly LedgerLine[]): Promise<readonly LedgerLine[]> {
    let allKept = true;
    for (const line of lines) {
      for (const end of ['targetBefore', 'targetAfter'] as const) {
        const row = line[end];
        if (!isSameValues(row)) continue;
        const kept = this.#known.get(row) ?? (await this.#keep(client, line, row));
        allKept &&= kept;
      }
    }
    if (allKept) return lines;
    const isWhole = (row: LedgerLine['targetAfter']) => isSameValues(row) && !this.#known.get(row);
    return lines.map((line) =>
      isWhole(line.targetBefore) || isWhole(line.targetAfter) ? wholeLine(line) : line,
    );
  }

  async #keep(
    client: Pick<ClientBase, 'query'>,
    { laneId, version }: LedgerLine,
    shape: SameValues,
  ): Promise<boolean> {
    const pairs = JSON.stringify(shape.pairs);
    const found = await client.query<{ pairs: FieldPairNames }>(keep, [laneId, version, pairs]);
    const kept = JSON.stringify(found.rows[0]?.pairs) === pairs;
    this.#known.set(shape, kept);
    return kept;
  }
}
