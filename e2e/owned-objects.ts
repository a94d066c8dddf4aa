import type { JourneyDatabase } from './journey.ts';

/** What Syncline has made in a database, as `kind name`, sorted; empty when nothing of it is left. */
export async function ownedObjects(database: Pick<JourneyDatabase, 'query'>): Promise<string[]> {
  const rows = await database.query<{ found: string }>(`
    SELECT 'replication slot ' || slot_name AS found FROM pg_replication_slots WHERE database = current_database()
    UNION ALL SELECT 'publication ' || pubname FROM pg_publication
    UNION ALL SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname LIKE 'syncline%'
    UNION ALL SELECT 'event trigger ' || evtname FROM pg_event_trigger
    ORDER BY 1`);
  return rows.map(({ found }) => found);
}
