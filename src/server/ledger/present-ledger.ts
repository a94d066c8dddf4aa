import type { LedgerPolicy, OwnLedgerPolicy } from '#core/ledger/ledger-policy.ts';
import { type FlowLines, ledgerSize } from '#db/ledger/ledger-size.ts';
import { readPolicies } from '#db/ledger/read-policies.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** A flow's part of the ledger. */
export type FlowLedger = FlowLines & {
  /** Null for a flow that was deleted. */
  name: string | null;
  own: OwnLedgerPolicy;
  policy: LedgerPolicy;
  /** What its lines take on disk, about. */
  bytes: number;
};

/** How large a workspace's ledger is, whose lines it holds, and how long. */
export type LedgerOverview = {
  lines: number;
  /** On disk, about: the store has one ledger for all workspaces. */
  bytes: number;
  partitions: number;
  /** What lies in no day's partition, of all workspaces. */
  strayBytes: number;
  shared: OwnLedgerPolicy;
  flows: FlowLedger[];
};

const nothing = { lines: 0, open: 0, removed: 0, oldest: null, newest: null };

export async function presentLedger({
  services: { pool },
  workspace,
  store,
}: WorkspaceContext): Promise<LedgerOverview> {
  const [size, policies, shared] = await Promise.all([
    ledgerSize(pool, workspace.id),
    readPolicies(pool, workspace.id),
    store.ledgerPolicies.get(null),
  ]);
  const perLine = size.bytesPerLine ?? 0;
  const flows = policies.map(({ flowId, name, own, policy }) => {
    const lines = size.flows.find((flow) => flow.flowId === flowId) ?? { flowId, ...nothing };
    return { ...lines, name, own, policy, bytes: Math.round(lines.lines * perLine) };
  });
  const lines = flows.reduce((sum, flow) => sum + flow.lines, 0);
  return {
    lines,
    bytes: Math.round(lines * perLine),
    partitions: size.partitions,
    strayBytes: size.strayBytes,
    shared,
    flows,
  };
}
