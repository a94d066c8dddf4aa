'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { connectorManifests } from '#connectors/registry.ts';
import type { CodeTables } from '#core/code/code-program.ts';
import { nodeTitle } from '#core/flow/node-title.ts';
import type { PreflightFinding } from '#core/ports/preflight.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import type { NodeEnvironment } from '#nodes/node-environment.client.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { branchTargets } from '../graph/branches.ts';
import { filterSide, mappedFields } from '../graph/path-ends.ts';
import { MappingDrifts } from '../panels/mapping-drifts.tsx';
import { removeBranch } from '../store/editor-actions.ts';
import { loaded } from './loaded.ts';
import { useCodeCheck } from './use-code-check.ts';
import { useCodeProofs } from './use-code-proofs.ts';
import { useConnections } from './use-connections.ts';
import { useModules, useNewestModules } from './use-library.ts';
import { useNoteEditing } from './use-note-editing.ts';
import { useRoundTrips } from './use-round-trips.ts';
import { useSample } from './use-sample.ts';
import { usePathEnds, useSampleAt, useSuggestions } from './use-seen.ts';
import { useCompiled, useEditor, useSession } from './use-session.tsx';
import { useSteps } from './use-steps.ts';
import { useStreams } from './use-streams.ts';

function usePreflight(connection: string, stream: string) {
  const trpc = useTRPC();
  const { slug, can } = useWorkspace();
  const id = useConnections().data?.find((other) => other.name === connection)?.id;
  const input =
    id && can('connection.preflight')
      ? { workspace: slug, id, streams: [stream], use: 'both' as const }
      : skipToken;
  return loaded<readonly PreflightFinding[]>(
    useQuery(trpc.connection.preflight.queryOptions(input, { staleTime: 60_000 })),
  );
}

function useCodeShape(nodeId: string) {
  return useCompiled((state) => state.code[nodeId]) ?? null;
}

function useCodeTables(): CodeTables {
  const tables = useEditor(({ graph }) => graph.tables);
  return useMemo(
    () => Object.fromEntries((tables ?? []).map(({ name, entries }) => [name, Object.fromEntries(entries)])),
    [tables],
  );
}

function useMappedFields(nodeId: string) {
  return useEditor(useShallow((state) => mappedFields(state.graph, nodeId)));
}

function useMerges() {
  const named = useEditor(
    useShallow(({ graph }) =>
      graph.nodes.flatMap((node) =>
        node.kind === 'code' && node.form === 'merge' ? [JSON.stringify([node.id, nodeTitle(node)])] : [],
      ),
    ),
  );
  return useMemo(
    () => named.map((each) => JSON.parse(each) as [string, string]).map(([id, title]) => ({ id, title })),
    [named],
  );
}

function useEndpointSide(nodeId: string) {
  return useEditor(({ graph }) => {
    const leaves = graph.edges.some((edge) => edge.source === nodeId);
    const arrives = graph.edges.some((edge) => edge.target === nodeId);
    if (leaves === arrives) return null;
    return leaves ? 'left' : 'right';
  });
}

function useFilterSide(nodeId: string) {
  return useEditor(({ graph }) => filterSide(graph, nodeId));
}

function useBranchTargets(nodeId: string) {
  return useEditor(useShallow((state) => branchTargets(state.graph, nodeId)));
}

/** What node cards and inspectors may ask of this page: connections, streams, samples, links. */
export function useEditorEnvironment(): NodeEnvironment {
  const { path, can } = useWorkspace();
  const session = useSession();
  const flowId = session.id;
  const mayCreate = can('table.create');
  const list = useConnections().data;
  return useMemo(() => {
    const connections =
      list?.map(({ id, name, connector }) => {
        const manifest = connectorManifests[connector];
        return {
          id,
          name,
          system: manifest?.label ?? connector,
          initials: manifest?.initials ?? connector.slice(0, 2).toUpperCase(),
        };
      }) ?? null;
    return {
      flowId,
      save: () => void session.saver.flush(),
      connections,
      useStreams,
      useSample,
      useSampleAt,
      usePreflight,
      usePathEnds,
      useSuggestions,
      useCodeProofs,
      errorOf: errorParts,
      useRoundTrips,
      MappingDrifts,
      useEndpointSide,
      useFilterSide,
      useCodeShape,
      useCodeCheck,
      useCodeTables,
      useNewestModules,
      useModules,
      useMappedFields,
      useMerges,
      useSteps,
      useNoteEditing,
      useBranchTargets,
      removeBranch: (nodeId, branch) => removeBranch(session.editor, nodeId, branch),
      createStream: mayCreate ? (nodeId) => session.panel.setState({ creating: nodeId }) : null,
      links: {
        newConnection: path('/connections/new'),
        connection: (id) => path(`/connections/${id}`),
        conflicts: (state) => path(`/conflicts?flow=${flowId}&state=${state}`),
        match: (mapping) => path(`/flows/${flowId}/match?${new URLSearchParams({ mapping })}`),
        module: (name) => path(`/library/${name}`),
        records: (filter) => path(`/records?${new URLSearchParams({ flow: flowId, ...filter })}`),
      },
    };
  }, [list, path, flowId, session, mayCreate]);
}
