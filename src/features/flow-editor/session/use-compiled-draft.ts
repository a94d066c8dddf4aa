'use client';

import { useEffect } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { connectorManifests } from '#connectors/registry.ts';
import { compile } from '#core/flow/compile.ts';
import { inPlainWords } from '../graph/plain-words.ts';
import { useConnections } from './use-connections.ts';
import { useSchemas } from './use-schemas.ts';
import { useEditor, useSession } from './use-session.tsx';

/** How long after the last edit the draft is checked; a drag should not check it at every step. */
const QUIET_MS = 120;

/** Keeps the session's problems and lanes in step with the draft and the systems' schemas. */
export function useCompiledDraft(): void {
  const session = useSession();
  const names = useEditor(
    useShallow((state) => [
      ...new Set(
        state.graph.nodes.flatMap((node) =>
          node.kind === 'endpoint' && node.connection !== '' ? [node.connection] : [],
        ),
      ),
    ]),
  );
  const { lookup, ready } = useSchemas(names);
  const connections = useConnections().data;
  useEffect(() => {
    const commitTimes = (name: string) => {
      const connector = connections?.find((connection) => connection.name === name)?.connector ?? '';
      return connectorManifests[connector]?.capabilities.commitTimes ?? true;
    };
    let timer: ReturnType<typeof setTimeout> | null = null;
    const check = () => {
      timer = null;
      const graph = session.editor.graph;
      session.setCompiled(inPlainWords(compile(graph, lookup, { commitTimes }), graph), ready);
    };
    const later = () => {
      if (timer) clearTimeout(timer);
      timer = setTimeout(check, QUIET_MS);
    };
    check();
    const stop = session.editor.state.subscribe((now, before) => {
      if (now.graph !== before.graph) later();
    });
    return () => {
      stop();
      if (timer) clearTimeout(timer);
    };
  }, [session, lookup, ready, connections]);
}
