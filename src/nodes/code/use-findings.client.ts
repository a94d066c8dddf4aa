'use client';

import { useMemo, useState } from 'react';
import type { CodeMark } from '#ui/code-editor/code-mark.ts';
import type { ErrorParts } from '#ui/error-notice.tsx';
import { useNodeEnvironment } from '../node-environment.client.tsx';
import { modulePath, SOURCE_PATH } from './code-files.ts';
import type { CodeFinding } from './code-finding.ts';
import { findingOf, mergeFindings } from './merge-findings.ts';

/** What is wrong with the code: what the editor finds while it is typed, and what the server finds beyond it. */
export function useFindings(nodeId: string): {
  findings: readonly CodeFinding[];
  /** What the editor does not find by itself. */
  marks: readonly CodeMark[];
  /** Why the server could not look. */
  failure: ErrorParts | null;
  onMarks: (marks: readonly CodeMark[]) => void;
} {
  const [typed, setTyped] = useState<readonly CodeMark[]>([]);
  const { problems, failure } = useNodeEnvironment().useCodeCheck(nodeId);
  const { findings, further } = useMemo(
    () => mergeFindings(typed.map(findingOf), problems ?? []),
    [typed, problems],
  );
  const marks = useMemo(
    () =>
      further.map(({ module, severity, message, line, column, endLine, endColumn, code }) => ({
        path: module === null ? SOURCE_PATH : modulePath(module),
        ...{ severity, message, line, column, endLine, endColumn, code },
      })),
    [further],
  );
  return { findings, marks, failure, onMarks: setTyped };
}
