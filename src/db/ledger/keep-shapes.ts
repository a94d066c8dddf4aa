import type { ClientBase } from 'pg';
import { isSameValues, type LedgerLine, type SameValues } from '#core/ledger/ledger-line.ts';

const keep = `
INSERT INTO ledger_shape (lane_id, version, pairs) VALUES ($1, $2, $3)
ON CONFLICT (lane_id, version) DO UPDATE SET pairs = excluded.pairs WHERE ledger_shape.pairs <> excluded.pairs`;

/** Remembers which field pairs compact lines refer to: each lane and version once. */
export class KeepShapes {
  readonly #kept = new WeakSet<SameValues>();

  /** Keeps the shapes of these lines that are not known to be kept, before the lines themselves are written. */
  async of(client: Pick<ClientBase, 'query'>, lines: readonly LedgerLine[]): Promise<void> {
    for (const line of lines) {
      for (const end of ['targetBefore', 'targetAfter'] as const) {
        const row = line[end];
        if (!isSameValues(row) || this.#kept.has(row)) continue;
        await client.query(keep, [line.laneId, line.version, JSON.stringify(row.pairs)]);
        this.#kept.add(row);
      }
    }
  }
}
