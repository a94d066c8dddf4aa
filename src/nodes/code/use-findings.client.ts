'use client';

import { useState } from 'react';
import type { CodeMark } from '#ui/code-editor/code-mark.ts';
import { moduleOf } from './code-files.ts';
import type { CodeFinding } from './code-finding.ts';

/** What is wrong with the code: what the editor finds while it is typed. */
export function useFindings(): {
  findings: readonly CodeFinding[];
  /** What the editor does not find by itself. */
  marks: readonly CodeMark[];
  onMarks: (marks: readonly CodeMark[]) => void;
} {
  const [typed, setTyped] = useState<readonly CodeMark[]>([]);
  return { findings: typed.map(findingOf), marks: NONE, onMarks: setTyped };
}

const NONE: readonly CodeMark[] = [];

function findingOf({
  path,
  line,
  column,
  endLine,
  endColumn,
  severity,
  message,
  code,
}: CodeMark): CodeFinding {
  return {
    module: moduleOf(path),
    line,
    column,
    endLine: endLine ?? line,
    endColumn: endColumn ?? column,
    severity,
    message,
    code: code ? `TS${code}` : '',
  };
}
