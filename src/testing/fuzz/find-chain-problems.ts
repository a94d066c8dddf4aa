import { auditLedger } from '#db/ledger/chain/audit-ledger.ts';
import { storePool } from '#db/runner/store-pool.ts';
import { testSecret } from '../test-secret.ts';

/** What an audit finds in a ledger that nobody but the engine wrote: whatever killed it, its chains are whole. */
export async function findChainProblems(storeUrl: string): Promise<string[]> {
  const pool = storePool(storeUrl, 'chain audit');
  try {
    const input = { workspaceId: 'w', flowId: null, secret: testSecret, anchor: null };
    const report = await auditLedger(pool, input, () => undefined, new AbortController().signal);
    return (report?.findings ?? []).map((finding) => `the ledger's chain: ${JSON.stringify(finding)}`);
  } finally {
    await pool.end();
  }
}
