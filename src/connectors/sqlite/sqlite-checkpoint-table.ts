import { SyncError } from '#core/errors/sync-error.ts';
import type { Checkpoint, StoredCheckpoint } from '#core/ports/target.ts';
import type { SqliteFile } from './sqlite-file.ts';
import type { SqliteHandle } from './sqlite-handle.ts';
import { ownTables as own } from './sqlite-names.ts';
import { makeBaseTables, tableExists } from './sqlite-own-tables.ts';

/** Makes the rows of these tags, at the position before every other. */
export async function prepareCheckpoints(file: SqliteFile, tags: string[]): Promise<void> {
  const missing = tags.length - readCheckpoints(file.reader, tags).size;
  if (missing === 0) return;
  await file.transaction((writer) => {
    makeBaseTables(writer, file.identity);
    for (const tag of tags) {
      writer.run(
        `INSERT INTO ${own.checkpoint} (tag, position, ordinal, epoch) VALUES (?, '', -1, 0) ON CONFLICT DO NOTHING`,
        tag,
      );
    }
  });
}

/** The stored rows of these tags; a tag without a row is left out. */
export function readCheckpoints(handle: SqliteHandle, tags: string[]): Map<string, StoredCheckpoint> {
  const stored = new Map<string, StoredCheckpoint>();
  if (!tableExists(handle, own.checkpoint)) return stored;
  for (const tag of new Set(tags)) {
    const row = handle.get(`SELECT position, ordinal, epoch, at FROM ${own.checkpoint} WHERE tag = ?`, tag);
    if (!row) continue;
    const [position, ordinal, epoch, at] = row;
    const place = { position: String(position), ordinal: Number(ordinal), epoch: Number(epoch) };
    stored.set(tag, { tag, ...place, at: at === null ? null : Number(at) });
  }
  return stored;
}

/**
 * Writes a tag's row, with its new place or the old place again, and makes the triggers write the tag beside
 * what follows in the transaction. Throws `LEASE_STALE`.
 *
 * @param rows whether rows of the tag's follow: then the moment is noted as well.
 */
export function writeCheckpoint(
  writer: SqliteHandle,
  tag: string,
  { place, epoch, rows }: { place?: Checkpoint; epoch: number; rows: boolean },
): void {
  const now = rows ? BigInt(Date.now()) * 1000n : null;
  const changed = place
    ? writer.run(
        `UPDATE ${own.checkpoint} SET position = ?, ordinal = ?, epoch = ?3, at = ifnull(?4, at) WHERE tag = ?5 AND epoch <= ?3`,
        place.position,
        BigInt(place.ordinal),
        BigInt(place.epoch),
        now,
        tag,
      )
    : writer.run(
        `UPDATE ${own.checkpoint} SET epoch = ?1, at = ifnull(?2, at) WHERE tag = ?3 AND epoch <= ?1`,
        BigInt(epoch),
        now,
        tag,
      );
  if (changed !== 1) {
    throw new SyncError('LEASE_STALE', `Another runner has written the checkpoint ${tag}, or removed it.`, {
      detail: `Our epoch: ${place?.epoch ?? epoch}`,
    });
  }
  writeTag(writer, tag);
}

/** What follows in the transaction is written under this tag; null ends that. */
export function writeTag(writer: SqliteHandle, tag: string | null): void {
  writer.run(`UPDATE ${own.writer} SET tag = ?`, tag);
}
