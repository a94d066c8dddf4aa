import { SyncError } from '#core/errors/sync-error.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { nowMicros } from '#lib/micros.ts';
import { withCodeUses } from '../code/with-code-uses.ts';
import { compileFlow, hasErrors } from '../flows/compile-flow.ts';
import { findFlow } from '../flows/find-flow.ts';
import { parseGraph } from '../flows/parse-graph.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { requireRunner } from './require-runner.ts';

const SECOND = 1_000_000;

/** Which changes a version is tried on: those of the last seconds, or those of the next. */
export type TrialSpan = { kind: 'past' | 'beside'; seconds: number };

/**
 * Queues a trial of a flow's draft, or of another graph, on the changes that the live version has carried,
 * or will carry. It writes to neither side. Throws `FLOW_NOT_RUNNING` for a flow that was never deployed,
 * or that is paused where it is to run beside it; `FLOW_INVALID` while the graph has errors; `RUNNER_ABSENT`.
 */
export async function startTrial(
  context: WorkspaceContext,
  { flowId, graph, span }: { flowId: string; graph?: FlowGraph | undefined; span: TrialSpan },
): Promise<{ id: string }> {
  const flow = await findFlow(context, { id: flowId });
  if (!flow.deployment) {
    throw new SyncError(
      'FLOW_NOT_RUNNING',
      `"${flow.name}" was never deployed: it has no past to be tried on.`,
    );
  }
  if (span.kind === 'beside' && flow.deployment.desired !== 'running') {
    throw new SyncError('FLOW_NOT_RUNNING', `"${flow.name}" is ${flow.deployment.desired}: nothing passes.`);
  }
  const tried = graph ?? parseGraph(flow.draft, flow.name);
  const { lanes: sound, problems } = await compileFlow(context, tried, { refresh: true });
  if (hasErrors(problems)) {
    throw new SyncError('FLOW_INVALID', `"${flow.name}" has errors, and cannot be tried.`, {
      detail: JSON.stringify(problems),
    });
  }
  await requireRunner(context);
  const lanes = await withCodeUses(context, tried, sound);
  const now = nowMicros();
  const length = span.seconds * SECOND;
  const range = span.kind === 'past' ? { from: now - length, to: now } : { from: now, to: now + length };
  return context.transaction(async (store, audit) => {
    const { id } = await store.operations.add({
      kind: 'trial',
      flowId: flow.id,
      // A draft that was tried can be deployed from its trial, as long as nobody has edited it.
      input: {
        flowId: flow.id,
        span: span.kind,
        ...range,
        lanes,
        revision: graph ? null : flow.draftRevision,
      },
      createdBy: context.actor.label,
    });
    await audit({
      action: 'operation.startTrial',
      target: { kind: 'flow', id: flow.id, name: flow.name },
      detail: { operationId: id, span: span.kind, seconds: span.seconds },
    });
    return { id };
  });
}
