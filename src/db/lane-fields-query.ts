import type { Pool } from 'pg';
import type { LaneFields } from '#core/masking/lane-fields.ts';

/** Changes whenever a workspace has another version, or a flow fewer. */
export async function laneFieldsStamp(pool: Pool, workspaceId: string): Promise<string> {
  const result = await pool.query<{ stamp: string }>(
    `SELECT count(*) || ' ' || coalesce(max(v."createdAt")::text, '') AS stamp
     FROM flow_version v JOIN flow f ON f.id = v."flowId" WHERE f."workspaceId" = $1`,
    [workspaceId],
  );
  return result.rows[0]?.stamp ?? '';
}

type StoredLane = Omit<LaneFields, 'pairs' | 'coded'> & {
  /** Empty where no code stands on a side. */
  coded: { left: string[]; right: string[] };
  pairs: {
    left: string;
    right: string;
    key: boolean;
    parts: { left?: string[]; right?: string[] } | null;
  }[];
};

/** The lanes of every version of every flow of a workspace: which fields they pair, once where several versions pair the same. */
export async function laneFieldsQuery(pool: Pool, workspaceId: string): Promise<LaneFields[]> {
  const result = await pool.query<StoredLane>(
    `SELECT DISTINCT f.id || ':' || (l->>'id') AS "laneId", l->>'mappingNodeId' AS "mappingNodeId",
       jsonb_build_object('connection', l->'left'->>'connection', 'stream', l->'left'->'stream'->>'name') AS left,
       jsonb_build_object('connection', l->'right'->>'connection', 'stream', l->'right'->'stream'->>'name') AS right,
       jsonb_build_object('left', jsonb_path_query_array(l, '$.left.view.own.fields[*].name'),
         'right', jsonb_path_query_array(l, '$.right.view.own.fields[*].name')) AS coded,
       jsonb_build_object('left', jsonb_path_query_array(l, '$.left.stream.fields[*].name')
           || jsonb_path_query_array(l, '$.left.view.own.fields[*].name'),
         'right', jsonb_path_query_array(l, '$.right.stream.fields[*].name')
           || jsonb_path_query_array(l, '$.right.view.own.fields[*].name')) AS every,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('left', p->>'left', 'right', p->>'right',
          'key', coalesce((p->>'key')::boolean, false), 'parts', p->'parts')), '[]')
        FROM jsonb_array_elements(l->'fields') p) AS pairs
     FROM flow_version v JOIN flow f ON f.id = v."flowId", jsonb_array_elements(v.lanes) l
     WHERE f."workspaceId" = $1`,
    [workspaceId],
  );
  return result.rows.map(({ pairs, ...lane }) => ({
    ...lane,
    pairs: pairs.map(({ left, right, key, parts }) => ({
      left,
      right,
      key,
      leftParts: parts?.left ?? [],
      rightParts: parts?.right ?? [],
    })),
  }));
}
