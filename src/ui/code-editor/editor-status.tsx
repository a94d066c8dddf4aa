'use client';

import { editor } from 'monaco-editor/editor';
import { useEffect, useState } from 'react';
import { Kbd } from '../kbd.tsx';

/** The line below the text: where the caret is, and the keys that one has to know of. */
export function EditorStatus({
  editor: code,
  readOnly,
}: {
  editor: editor.IStandaloneCodeEditor | null;
  readOnly: boolean;
}) {
  const [place, setPlace] = useState({ lineNumber: 1, column: 1 });
  const [tabLeaves, setTabLeaves] = useState(false);
  useEffect(() => {
    if (!code) return;
    const ends = [
      code.onDidChangeCursorPosition(({ position }) => setPlace(position)),
      code.onDidChangeConfiguration((change) => {
        if (!change.hasChanged(editor.EditorOption.tabFocusMode)) return;
        setTabLeaves(code.getOption(editor.EditorOption.tabFocusMode));
      }),
    ];
    return () => {
      for (const end of ends) end.dispose();
    };
  }, [code]);
  return (
    <footer className="flex h-7 shrink-0 items-center gap-4 overflow-hidden border-t border-line px-3 text-xs whitespace-nowrap text-ink-2">
      <span className="tabular-nums">
        Line {place.lineNumber}, column {place.column}
      </span>
      {readOnly ? <span>To read only</span> : null}
      <span className="ml-auto flex items-center gap-1.5" aria-live="polite">
        <Kbd keys={['Ctrl', 'M']} /> {tabLeaves ? 'Tab leaves the editor now' : 'lets Tab leave the editor'}
      </span>
      <span className="hidden items-center gap-1.5 @2xl:flex">
        <Kbd keys={['F8']} /> next problem
      </span>
      <span className="hidden items-center gap-1.5 @3xl:flex">
        <Kbd keys={['F2']} /> rename
      </span>
      <span className="hidden items-center gap-1.5 @3xl:flex">
        <Kbd keys={['F12']} /> definition
      </span>
    </footer>
  );
}
