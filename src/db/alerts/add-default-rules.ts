import type { PoolClient } from 'pg';
import { defaultRules } from '#core/alerts/default-rules.ts';

/** Gives the default rules to workspaces that never had them. What a workspace then does with them stays so. */
export async function addDefaultRules(client: PoolClient): Promise<void> {
  const rules = defaultRules.map(({ name, ...body }) => ({ name, body }));
  await client.query(
    `WITH fresh AS (
       INSERT INTO setting (key, value)
       SELECT 'workspace:' || w.id || ':alert-defaults', 'true' FROM organization w
       WHERE NOT EXISTS (SELECT FROM setting s WHERE s.key = 'workspace:' || w.id || ':alert-defaults')
       ON CONFLICT DO NOTHING RETURNING split_part(key, ':', 2) AS id
     )
     INSERT INTO alert_rule (id, "workspaceId", name, body, "channelIds", "createdBy")
     SELECT gen_random_uuid(), fresh.id, r.name, r.body, '{}', 'Syncline'
     FROM fresh, jsonb_to_recordset($1::jsonb) AS r(name text, body jsonb)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(rules)],
  );
}
