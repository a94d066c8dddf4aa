import type pg from 'pg';
import { ensurePartitions } from '#db/ledger/ensure-partitions.ts';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { storePool } from '#db/runner/store-pool.ts';
import { testSecret } from './test-secret.ts';
import { testStore } from './test-store.ts';

/** A store with one workspace `w` and deployed flows under epoch 3, and the engine's way to write to it. */
export async function ledgerStore(
  name: string,
  flowIds: string[] = ['f'],
): Promise<{ pool: pg.Pool; lanes: PgLaneStore; close: () => Promise<void> }> {
  const store = await testStore(name);
  const pool = storePool(store.url, 'test');
  await ensurePartitions(pool);
  await pool.query(`INSERT INTO organization (id, name, slug, "createdAt") VALUES ('w', 'W', 'w', now())`);
  for (const flowId of flowIds) {
    await pool.query(
      `INSERT INTO flow (id, "workspaceId", name, draft, "draftBy", "draftDigest") VALUES ($1, 'w', $1, '{}', 't', '')`,
      [flowId],
    );
    await pool.query(
      `INSERT INTO flow_version (id, "flowId", number, graph, digest, lanes, message, "createdBy")
       VALUES ($1, $1, 1, '{}', '', '[]', '', 't')`,
      [flowId],
    );
    await pool.query(
      `INSERT INTO deployment ("flowId", "versionId", desired, "desiredBy", epoch) VALUES ($1, $1, 'running', 't', 3)`,
      [flowId],
    );
  }
  return {
    pool,
    lanes: new PgLaneStore(pool, 'w', testSecret),
    close: async () => {
      await pool.end();
      await store.close();
    },
  };
}
