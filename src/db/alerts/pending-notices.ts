import type { PoolClient } from 'pg';
import type { AlertNotice } from '#core/alerts/notification.ts';

/** Something that a channel is to be told. */
export type NewNotice = { channelId: string; body: AlertNotice };

/** A channel with what it has not been told yet. */
export type WaitingChannel = {
  channelId: string;
  channelName: string;
  workspace: { id: string; slug: string; name: string };
  quietHours: unknown;
  /** Seconds since a delivery was last made for it; null where none ever was. */
  restedSeconds: number | null;
};

/** What stands behind one another until it is put into a delivery. */
export async function addNotices(client: PoolClient, notices: NewNotice[]): Promise<void> {
  if (notices.length === 0) return;
  await client.query(
    `INSERT INTO alert_notice ("channelId", severity, body, at)
     SELECT n."channelId", n.body ->> 'severity', n.body, now()
     FROM jsonb_to_recordset($1::jsonb) AS n("channelId" text, body jsonb)
     JOIN alert_channel c ON c.id = n."channelId"`,
    [JSON.stringify(notices)],
  );
}

/** Channels for which something waits. */
export async function listWaitingChannels(client: PoolClient): Promise<WaitingChannel[]> {
  const found = await client.query<WaitingChannel>(
    `SELECT c.id AS "channelId", c.name AS "channelName", c."quietHours",
       json_build_object('id', w.id, 'slug', w.slug, 'name', w.name) AS workspace,
       -- What was made later than now was made before the clock was set back.
       (SELECT extract(epoch FROM now() - max(d."createdAt"))::float8 FROM alert_delivery d
        WHERE d."channelId" = c.id AND d.kind <> 'test' AND d."createdAt" <= now()) AS "restedSeconds"
     FROM alert_channel c JOIN organization w ON w.id = c."workspaceId"
     WHERE EXISTS (SELECT FROM alert_notice n WHERE n."channelId" = c.id)`,
  );
  return found.rows;
}

/** Marks what quiet hours hold back: all of the channel but these severities. */
export async function holdNotices(
  client: PoolClient,
  channelId: string,
  letThrough: readonly string[],
): Promise<void> {
  await client.query(
    `UPDATE alert_notice SET held = true WHERE "channelId" = $1 AND NOT held AND severity <> ALL($2)`,
    [channelId, letThrough],
  );
}

/** Takes away what the channel is to be told now, oldest first. @param held with what quiet hours held back */
export async function takeNotices(
  client: PoolClient,
  channelId: string,
  held: boolean,
): Promise<{ body: AlertNotice; held: boolean }[]> {
  const taken = await client.query<{ id: string; body: AlertNotice; held: boolean }>(
    `DELETE FROM alert_notice WHERE "channelId" = $1 AND ($2 OR NOT held) RETURNING id, body, held`,
    [channelId, held],
  );
  return taken.rows.sort((a, b) => Number(a.id) - Number(b.id));
}
