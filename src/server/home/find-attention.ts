import { errorPolicy } from '#core/errors/policy.ts';
import type { Issue } from '#core/issues/issue.ts';
import type { IssueCause } from '#core/issues/issue-cause.ts';
import type { FlowBurn } from '#db/figures/read-burns.ts';
import type { LastVerify } from '#db/figures/read-verifies.ts';
import type { LastTest } from '../connections/present-connection.ts';
import type { FlowRow } from '../flows/list-flows.ts';
import { type Attention, attentionKinds } from './attention.ts';
import { burnItems, verifyItems } from './figure-attention.ts';
import { flowItems } from './flow-attention.ts';

export type AttentionFacts = {
  slug: string;
  flows: FlowRow[];
  connections: { id: string; name: string; lastTest: LastTest | null }[];
  /** When a flow was last live over a connection, by its name, microseconds since 1970. */
  answers: ReadonlyMap<string, number>;
  runnerAlive: boolean;
  /** Failures with records out of line now, of whatever state. */
  issues: (IssueCause & Pick<Issue, 'id' | 'flowId' | 'state' | 'openRecords'>)[];
  burns: FlowBurn[];
  verifies: LastVerify[];
};

const order = { error: 0, warning: 1, info: 2 } as const;

/** What needs attention, worst first. @param now microseconds since 1970. */
export function findAttention(facts: AttentionFacts, now: number): Attention[] {
  const root = `/w/${facts.slug}`;
  const items = [
    ...runnerItems(facts, root),
    ...facts.flows.flatMap((flow) => {
      const of = <T extends { flowId: string }>(found: T[]) =>
        found.filter(({ flowId }) => flowId === flow.id);
      return [
        ...flowItems(flow, of(facts.issues), root),
        ...of(facts.burns).flatMap((burn) => burnItems(flow, burn, root, now)),
        ...of(facts.verifies).flatMap((verify) => verifyItems(flow, verify, root)),
      ];
    }),
    ...facts.connections.flatMap((connection) => connectionItems(connection, facts.answers, root)),
  ];
  return items.sort(
    (a, b) =>
      order[a.severity] - order[b.severity] ||
      attentionKinds.indexOf(a.kind) - attentionKinds.indexOf(b.kind),
  );
}

function runnerItems({ flows, runnerAlive }: AttentionFacts, root: string): Attention[] {
  if (runnerAlive || !flows.some((flow) => flow.deployedVersion !== null)) return [];
  return [
    {
      kind: 'runner-absent',
      severity: 'error',
      title: 'Nothing is being synced',
      detail: `No runner has been seen for ten seconds. ${errorPolicy.RUNNER_ABSENT.remedy}`,
      href: `${root}/flows`,
      action: 'See the flows',
    },
  ];
}

function connectionItems(
  connection: AttentionFacts['connections'][number],
  answers: AttentionFacts['answers'],
  root: string,
): Attention[] {
  const { id, name, lastTest } = connection;
  if (!lastTest || lastTest.ok) return [];
  // Nobody tests a connection again whose flows have come back.
  if ((answers.get(name) ?? 0) > Date.parse(lastTest.at) * 1000) return [];
  const code = lastTest.code ?? 'INTERNAL';
  return [
    {
      kind: 'connection-failed',
      severity: 'warning',
      title: `${name} did not answer when it was last tested`,
      detail: `${lastTest.message ?? ''} ${errorPolicy[code].remedy}`.trim(),
      href: `${root}/connections/${id}`,
      action: 'Open the connection',
    },
  ];
}
