'use client';

import { useEffect } from 'react';
import { toast } from '#ui/toast.tsx';
import { useSession } from '../session/use-session.tsx';
import { copySelected, paste, removeSelected } from '../store/editor-actions.ts';

function inText(event: ClipboardEvent): boolean {
  const target = event.target instanceof HTMLElement ? event.target : null;
  return (
    target?.closest('input, textarea, [contenteditable="true"], [role="dialog"]') !== null && target !== null
  );
}

/** Copy, cut and paste of nodes as JSON text, by the system's own clipboard events: no permission is asked. */
export function useClipboard(readOnly: boolean): void {
  const session = useSession();
  useEffect(() => {
    const { editor } = session;
    const onCopy = (event: ClipboardEvent) => {
      if (inText(event) || window.getSelection()?.isCollapsed === false) return;
      const text = copySelected(editor);
      if (!text) return;
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
      if (event.type === 'cut' && !readOnly) removeSelected(editor);
    };
    const onPaste = (event: ClipboardEvent) => {
      if (inText(event) || readOnly) return;
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (text === '') return;
      if (paste(editor, text)) session.reveal([...editor.selection.nodes]);
      else toast.warning('The clipboard holds no steps of a flow.');
      event.preventDefault();
    };
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    document.addEventListener('paste', onPaste);
    return () => {
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
      document.removeEventListener('paste', onPaste);
    };
  }, [session, readOnly]);
}
