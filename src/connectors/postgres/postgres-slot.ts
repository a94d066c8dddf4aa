import type { Position } from '#core/change/position.ts';
import type { PostgresDatabase } from './postgres-database.ts';
import { feedObjectName, OWN_PREFIX } from './postgres-names.ts';
import { positionBefore, positionFromLsn } from './postgres-position.ts';

/** A feed's replication slot. */
export type Slot = {
  name: string;
  acknowledged: Position;
  /** Why the server will not read from it any more, in a sentence; null while it will. */
  invalid: string | null;
};

/** The feed's name (`feedObjectName`) in the name of one of our slots; null of others'. Earlier versions named no database. */
export const slotFeedSql = `substring(slot_name::text FROM '^(${OWN_PREFIX}_[0-9a-f]{20})(?:_[0-9]+)?$')`;

/**
 * The name that a feed's slot gets in this database. Slots are the server's: without the database in its name, a copy
 * of this database on the same server, or the one that the connection led to before, would have taken it.
 */
export async function newSlotName(database: PostgresDatabase, feedId: string): Promise<string> {
  const rows = await database.rows('SELECT oid FROM pg_database WHERE datname = current_database()');
  return `${feedObjectName(feedId)}_${rows[0]!.oid}`;
}

/** Looks a feed's slot up; null when there is none. */
export async function readSlot(database: PostgresDatabase, feedId: string): Promise<Slot | null> {
  const rows = await database.rows(
    `SELECT slot_name, confirmed_flush_lsn, to_jsonb(s) AS slot FROM pg_replication_slots s
     WHERE ${slotFeedSql} = $1 AND database = current_database()`,
    [feedObjectName(feedId)],
  );
  if (!rows[0]) return null;
  const slot = JSON.parse(rows[0].slot!) as { wal_status?: string; invalidation_reason?: string | null };
  const reason =
    slot.invalidation_reason ?? (slot.wal_status === 'lost' ? 'the log it needed was removed' : null);
  return {
    name: rows[0].slot_name!,
    acknowledged: positionBefore(positionFromLsn(rows[0].confirmed_flush_lsn ?? '0/0')),
    invalid: reason && `The server invalidated the replication slot: ${reason}.`,
  };
}
