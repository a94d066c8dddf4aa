'use client';

import { useQuery } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { NodeEnvironmentProvider } from '#nodes/node-environment.client.tsx';
import { useTRPC, useTRPCClient } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { usePageVisible } from '#ui/use-page-visible.ts';
import { FlowHeader } from '../header/flow-header.tsx';
import { useRefreshFlow } from '../header/use-flow-actions.ts';
import { MergeDialog } from '../merge/merge-dialog.tsx';
import { useDraftSync } from '../merge/use-draft-sync.ts';
import { FlowSession } from './flow-session.ts';
import { useCompiledDraft } from './use-compiled-draft.ts';
import { useEditorEnvironment } from './use-node-environment.ts';
import { FlowSessionContext, useLive, useSession } from './use-session.tsx';

type Flow = ApiOutput['flow']['get'];

/** Everything that the tabs of one flow share: its draft, its status, the header. */
export function FlowFrame({ flowId, children }: { flowId: string; children: ReactNode }) {
  const trpc = useTRPC();
  const { slug } = useWorkspace();
  // A draft from the cache may be older than what this very page saved before: only a fresh one is edited.
  const flow = useQuery(
    trpc.flow.get.queryOptions({ workspace: slug, id: flowId }, { refetchOnMount: 'always' }),
  );
  if (flow.data && flow.isFetchedAfterMount) {
    return (
      <OpenFlow key={flow.data.id} flow={flow.data}>
        {children}
      </OpenFlow>
    );
  }
  const error = errorParts(flow.error);
  return (
    <div className="p-4">
      {error ? (
        <ErrorNotice error={error} onRetry={() => void flow.refetch()} />
      ) : (
        <SkeletonRows rows={8} label="Opening the flow" />
      )}
    </div>
  );
}

function OpenFlow({ flow, children }: { flow: Flow; children: ReactNode }) {
  const client = useTRPCClient();
  const { slug, can } = useWorkspace();
  // The draft is read once: from then on it is this page's, and saved over the revision that was read.
  const [session] = useState(
    () =>
      new FlowSession(flow, {
        save: (graph, revision) =>
          client.flow.saveDraft.mutate({ workspace: slug, id: flow.id, graph, revision }),
        failureOf: (error) => ({
          code: errorParts(error)?.code ?? 'INTERNAL',
          message: errorParts(error)?.message ?? '',
        }),
        checkCode: (graph, nodeId) => client.code.check.mutate({ workspace: slug, graph, nodeId }),
        errorOf: errorParts,
        read: async () => {
          const { draft, draftRevision, draftBy } = await client.flow.get.query({
            workspace: slug,
            id: flow.id,
          });
          return { graph: draft, revision: draftRevision, by: draftBy };
        },
      }),
  );
  const editable = can('flow.saveDraft');
  useEffect(() => (editable ? session.autosave() : undefined), [session, editable]);
  const mayCheck = can('code.check');
  useEffect(() => (mayCheck ? session.checkCode() : undefined), [session, mayCheck]);
  useUnsavedWarning(session);
  return (
    <FlowSessionContext value={session}>
      <Live initial={flow.status} />
      <Surroundings>
        <FlowHeader flow={flow} />
        {children}
        <MergeDialog />
      </Surroundings>
    </FlowSessionContext>
  );
}

/** Feeds the live figures; draws nothing, so that a tick redraws only what shows it. */
function Live({ initial }: { initial: Flow['status'] }) {
  const session = useSession();
  const trpc = useTRPC();
  const { slug } = useWorkspace();
  const refresh = useRefreshFlow(session.id);
  const visible = usePageVisible();
  useEffect(() => {
    if (session.live.getState().status === null) session.setStatus(initial);
  }, [session, initial]);
  useSubscription(
    trpc.flow.onStatus.subscriptionOptions(
      { workspace: slug, id: session.id },
      { enabled: visible, onData: (status) => session.setStatus(status) },
    ),
  );
  useCompiledDraft();
  useDraftSync();
  const phase = useLive((state) => state.status?.phase);
  const seen = useRef(phase);
  useEffect(() => {
    // Somebody else, or the runner, did something to the flow.
    if (seen.current !== phase) void refresh();
    seen.current = phase;
  }, [phase, refresh]);
  return null;
}

function Surroundings({ children }: { children: ReactNode }) {
  return <NodeEnvironmentProvider value={useEditorEnvironment()}>{children}</NodeEnvironmentProvider>;
}

/** Asks before the page is closed while changes are not saved. */
function useUnsavedWarning(session: FlowSession): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (session.saver.state.getState().kind !== 'saved') event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [session]);
}
