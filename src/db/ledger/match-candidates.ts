import type { ClientBase } from 'pg';
import type { Side } from '#core/change/change-event.ts';
import type { MatchCandidate } from '#core/ports/lane-store.ts';

/** What candidates are asked of: a pool or a client. */
type Queryable = Pick<ClientBase, 'query'>;

/** Keeps candidates; one that is there already stays. */
export async function putCandidates(
  client: Queryable,
  scope: string,
  candidates: readonly (Omit<MatchCandidate, 'side'> & { side: string })[],
): Promise<void> {
  if (candidates.length === 0) return;
  await client.query({
    name: 'match-candidates-put',
    text: `INSERT INTO match_candidate (scope, digest, side, key)
      SELECT $1, decode(c.digest, 'hex'), c.side, c.key
      FROM unnest($2::text[], $3::text[], $4::text[]) AS c(digest, side, key) ON CONFLICT DO NOTHING`,
    values: [
      scope,
      candidates.map(({ digest }) => digest),
      candidates.map(({ side }) => side),
      candidates.map(({ key }) => key),
    ],
  });
}

/** Keys of the side's records under these digests. */
export async function readCandidates(
  client: Queryable,
  scope: string,
  side: Side,
  digests: string[],
): Promise<string[]> {
  const found = await client.query<{ key: string }>({
    name: 'match-candidates',
    text: `SELECT key FROM match_candidate
      WHERE scope = $1 AND side = $2 AND digest IN (SELECT decode(d, 'hex') FROM unnest($3::text[]) d)`,
    values: [scope, side, digests],
  });
  return found.rows.map(({ key }) => key);
}

/** Forgets the candidates of a scope. */
export async function forgetCandidates(client: Queryable, scope: string): Promise<void> {
  await client.query('DELETE FROM match_candidate WHERE scope = $1', [scope]);
}
