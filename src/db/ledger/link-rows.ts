import type { ClientBase } from 'pg';
import type { Side } from '#core/change/change-event.ts';
import type { FormerKey, LaneCommit, StoredLink } from '#core/ports/lane-store.ts';

const linkColumns = `"lane_id" AS "laneId", "record_key" AS "recordKey", "left_key" AS "left", "right_key" AS "right"`;

const findLinks = (side: Side) => `
SELECT ${linkColumns} FROM record_link WHERE lane_id = $1 AND ${side}_key = ANY($2)
UNION
SELECT l."lane_id", l."record_key", l."left_key", l."right_key" FROM record_link_former f
  JOIN record_link l USING (lane_id, record_key) WHERE f.lane_id = $1 AND f.side = '${side}' AND f.key = ANY($2)`;

const findFormer = `
SELECT "lane_id" AS "laneId", "side", "key", "until", "record_key" AS "recordKey"
FROM record_link_former WHERE lane_id = $1 AND side = $2 AND key = ANY($3)`;

const putLinks = `
INSERT INTO record_link (lane_id, record_key, flow_id, left_key, right_key)
SELECT l.lane_id, l.record_key, $2, l.left_key, l.right_key
FROM json_to_recordset($1::json) AS l(lane_id text, record_key text, left_key text, right_key text)
ON CONFLICT (lane_id, record_key) DO UPDATE SET left_key = excluded.left_key, right_key = excluded.right_key`;

const putFormer = `
INSERT INTO record_link_former (lane_id, side, key, until, record_key)
SELECT * FROM json_to_recordset($1::json) AS f(lane_id text, side text, key text, until text, record_key text)
ON CONFLICT DO NOTHING`;

/** See `LaneStore.links`. */
export async function readLinks(
  client: Pick<ClientBase, 'query'>,
  laneId: string,
  side: Side,
  keys: string[],
): Promise<{ links: StoredLink[]; former: FormerKey[] }> {
  const [links, former] = await Promise.all([
    client.query<StoredLink>({ name: `links-${side}`, text: findLinks(side), values: [laneId, keys] }),
    client.query<FormerKey>({ name: 'links-former', text: findFormer, values: [laneId, side, keys] }),
  ]);
  return { links: links.rows, former: former.rows };
}

/** The keys of one linked record; null where it is not linked. */
export async function readLinkOf(
  client: Pick<ClientBase, 'query'>,
  laneId: string,
  recordKey: string,
): Promise<StoredLink | null> {
  const found = await client.query<StoredLink>(
    `SELECT ${linkColumns} FROM record_link WHERE lane_id = $1 AND record_key = $2`,
    [laneId, recordKey],
  );
  return found.rows[0] ?? null;
}

/** Keeps links, and the keys that records gave up. */
export async function writeLinks(
  client: ClientBase,
  flowId: string,
  { put, former }: NonNullable<LaneCommit['links']>,
): Promise<void> {
  if (put.length > 0) {
    const rows = put.map((link) => ({
      lane_id: link.laneId,
      record_key: link.recordKey,
      left_key: link.left,
      right_key: link.right,
    }));
    await client.query({ name: 'links-put', text: putLinks, values: [JSON.stringify(rows), flowId] });
  }
  if (former.length === 0) return;
  const rows = former.map((each) => ({
    lane_id: each.laneId,
    side: each.side,
    key: each.key,
    until: each.until,
    record_key: each.recordKey,
  }));
  await client.query({ name: 'links-former-put', text: putFormer, values: [JSON.stringify(rows)] });
}
