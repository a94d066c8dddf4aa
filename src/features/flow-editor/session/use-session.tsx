'use client';

import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import type { EditorState } from '../store/editor-store.ts';
import type { CompiledState, FlowSession, LiveState, PanelState } from './flow-session.ts';

const Context = createContext<FlowSession | null>(null);

export const FlowSessionContext = Context.Provider;

/** The flow that this page is about. */
export function useSession(): FlowSession {
  const session = useContext(Context);
  if (!session) throw new Error('useSession stands outside a FlowFrame.');
  return session;
}

/** A part of the editor's state; draws again only when that part changes. */
export function useEditor<T>(select: (state: EditorState) => T): T {
  return useStore(useSession().editor.state, select);
}

export function useGraph(): FlowGraph {
  return useEditor((state) => state.graph);
}

export function useLive<T>(select: (state: LiveState) => T): T {
  return useStore(useSession().live, select);
}

export function useCompiled<T>(select: (state: CompiledState) => T): T {
  return useStore(useSession().compiled, select);
}

export function usePanel<T>(select: (state: PanelState) => T): T {
  return useStore(useSession().panel, select);
}
