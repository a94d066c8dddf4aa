import { noOwnPolicy, OwnLedgerPolicy } from '#core/ledger/ledger-policy.ts';
import type { Db } from './prisma-client.ts';

/** What one workspace and its flows say about their lines of the ledger. */
export function ledgerPolicyRepository(db: Db, workspaceId: string) {
  const key = (flowId: string | null) => ({ workspaceId, flowId: flowId ?? '' });
  return {
    /** @param flowId null for what holds for flows without their own */
    async get(flowId: string | null): Promise<OwnLedgerPolicy> {
      const stored = await db.ledgerPolicy.findUnique({ where: { workspaceId_flowId: key(flowId) } });
      return stored
        ? OwnLedgerPolicy.parse({ keepDays: stored.keepDays, payload: stored.payload })
        : noOwnPolicy;
    },

    async set(flowId: string | null, policy: OwnLedgerPolicy): Promise<void> {
      await db.ledgerPolicy.upsert({
        where: { workspaceId_flowId: key(flowId) },
        create: { ...key(flowId), ...policy },
        update: policy,
      });
    },
  };
}
