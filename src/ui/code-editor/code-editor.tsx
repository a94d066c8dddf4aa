'use client';

import { lazy, Suspense } from 'react';
import { SkeletonRows } from '../skeleton.tsx';
import type { CodeEditorProps } from './code-editor-props.ts';

/** Monaco is some megabytes: it is fetched when the first editor is shown. */
const MonacoEditor = lazy(() => import('./monaco-editor.tsx'));

/**
 * An editor for TypeScript with completion, hovers, rename, formatting and checks as one types. It fills the
 * height that it is given. One can be open at a time, since what is declared is declared to all of Monaco.
 */
export function CodeEditor(props: CodeEditorProps) {
  return (
    <Suspense fallback={<SkeletonRows rows={8} label="Opening the editor" />}>
      <MonacoEditor {...props} />
    </Suspense>
  );
}
