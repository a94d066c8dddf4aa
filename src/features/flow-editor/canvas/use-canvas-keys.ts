'use client';

import { useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';
import { useSession } from '../session/use-session.tsx';
import { duplicateSelected, nudgeSelected, removeSelected } from '../store/editor-actions.ts';
import { NOTHING } from '../store/editor-store.ts';
import { useAddMenu } from './add-menu-state.ts';
import { useClipboard } from './use-clipboard.ts';

const arrows: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

import { fitOptions } from './fit-options.ts';

/** Is the key meant for a control, a dialog or a menu, rather than for the canvas? */
function meantElsewhere(event: KeyboardEvent): boolean {
  const target = event.target instanceof HTMLElement ? event.target : null;
  if (event.defaultPrevented || !target) return true;
  return (
    target.closest('input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"]') !==
    null
  );
}

/** Is the focus on the canvas, or nowhere in particular? */
function onCanvas(event: KeyboardEvent): boolean {
  const target = event.target instanceof HTMLElement ? event.target : null;
  // An inspector in full covers the canvas: what is out of sight is not to be deleted by a key.
  if (document.querySelector('[data-inspector="wide"]')) return false;
  return target === document.body || target?.id === 'content' || target?.closest('.react-flow') !== null;
}

/** The canvas's keyboard. Copy, cut and paste come with the system's clipboard events. */
export function useCanvasKeys(actions: { onDeploy: () => void; readOnly: boolean }): void {
  const session = useSession();
  const flow = useReactFlow();
  const openAt = useAddMenu((state) => state.openAt);
  const { onDeploy, readOnly } = actions;
  useClipboard(readOnly);
  useEffect(() => {
    const { editor } = session;
    const withCommand = (event: KeyboardEvent): boolean => {
      const key = event.key.toLowerCase();
      if (key === 's') void session.saver.flush();
      else if (key === 'enter') onDeploy();
      else if (meantElsewhere(event)) return false;
      else if (key === 'a' && onCanvas(event)) editor.selectAll();
      else if (readOnly) return false;
      else if (key === 'z' && event.shiftKey) editor.redo();
      else if (key === 'z') editor.undo();
      else if (key === 'y') editor.redo();
      else if (key === 'd') duplicateSelected(editor);
      else return false;
      return true;
    };
    const addNext = (event: KeyboardEvent): boolean => {
      // On a handle or a button Tab goes on to the next one, as everywhere.
      if (event.target instanceof HTMLElement && event.target.closest('button, a, [role="button"]'))
        return false;
      const [only, ...more] = editor.selection.nodes;
      if (!only || more.length > 0) return false;
      const card = document.querySelector(`.react-flow__node[data-id="${only}"]`);
      if (!card) return false;
      const box = card.getBoundingClientRect();
      openAt({ after: only }, { left: box.right + 12, bottom: box.top });
      return true;
    };
    const writeNote = (): boolean => {
      const [only, ...more] = editor.selection.nodes;
      const node = editor.graph.nodes.find(({ id }) => id === only);
      if (node?.kind !== 'note' || more.length > 0) return false;
      session.panel.setState({ editingNote: node.id });
      return true;
    };
    const closeInspector = (event: KeyboardEvent): boolean => {
      const inInspector =
        event.target instanceof HTMLElement && event.target.closest('[data-inspector]') !== null;
      if (inInspector) editor.select(NOTHING);
      return inInspector;
    };
    const plain = (event: KeyboardEvent): boolean => {
      if (meantElsewhere(event) || event.altKey) return false;
      if (event.key === 'Escape' && !onCanvas(event)) return closeInspector(event);
      if (!onCanvas(event)) return false;
      const arrow = arrows[event.key];
      if (event.key === 'f' || event.key === 'F') void flow.fitView({ ...fitOptions, duration: 150 });
      else if (event.key === 'Escape') editor.select(NOTHING);
      else if (readOnly) return false;
      else if (event.key === 'Delete' || event.key === 'Backspace') removeSelected(editor);
      else if (event.key === 'Enter') return writeNote();
      else if (event.key === 'Tab' && !event.shiftKey) return addNext(event);
      else if (arrow && editor.selection.nodes.size > 0) nudgeSelected(editor, ...arrow, event.shiftKey);
      else return false;
      return true;
    };
    const onKey = (event: KeyboardEvent) => {
      const handled = event.metaKey || event.ctrlKey ? withCommand(event) : plain(event);
      if (handled) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [session, flow, openAt, onDeploy, readOnly]);
}
