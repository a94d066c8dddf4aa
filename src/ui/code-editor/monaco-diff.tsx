'use client';

import { editor } from 'monaco-editor/editor';
import { useLayoutEffect, useRef } from 'react';
import { editorOptions } from './monaco.ts';

export type CodeDiffProps = {
  /** What is compared, for screen readers. */
  label: string;
  before: string;
  after: string;
  /** In two columns; else in one, deleted lines above those that were put in. */
  sideBySide?: boolean;
};

/** The comparison itself; fetched by `CodeDiff`. */
export default function MonacoDiff({ label, before, after, sideBySide = true }: CodeDiffProps) {
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!host.current) return;
    const diff = editor.createDiffEditor(host.current, {
      ...editorOptions,
      readOnly: true,
      domReadOnly: true,
      originalAriaLabel: `${label}, before`,
      modifiedAriaLabel: `${label}, after`,
      renderSideBySide: sideBySide,
      useInlineViewWhenSpaceIsLimited: true,
      hideUnchangedRegions: { enabled: true },
      // Each text is checked where it is edited, with the types that it has there.
      renderValidationDecorations: 'off',
      renderOverviewRuler: false,
    });
    const [original, modified] = [before, after].map((text) => editor.createModel(text, 'typescript')) as [
      editor.ITextModel,
      editor.ITextModel,
    ];
    diff.setModel({ original, modified });
    return () => {
      diff.dispose();
      original.dispose();
      modified.dispose();
    };
  }, [label, before, after, sideBySide]);
  return <div ref={host} className="h-full min-h-0" />;
}
