import type { ReactNode } from 'react';
import type { CodeFile } from './code-file.ts';
import type { CodeMark } from './code-mark.ts';

/** A place to go to; another `request` goes to the same place again. */
export type CodePlace = { path: string; line: number; column: number; request: number };

export type TellMark = (found: { code: string; message: string }) => { code: string; message: string };

export type CodeEditorProps = {
  /** What is edited, for screen readers, e.g. `TypeScript of Clean phone numbers`. */
  label: string;
  /** The first one is shown at first. */
  files: readonly CodeFile[];
  /** Ambient declarations (`.d.ts`) that the files may use; shown, read-only, where a definition is looked up. */
  declarations: readonly CodeFile[];
  /** What was found elsewhere, e.g. on the server; marked in the text beside what TypeScript finds. */
  marks?: readonly CodeMark[];
  /** How what TypeScript finds is told: the same object where its own words do. `code` as `2304`. */
  tell?: TellMark;
  readOnly?: boolean;
  onChange?: (path: string, text: string) => void;
  /** Typing has paused, or the editor was left. */
  onPause?: () => void;
  /** Ctrl+S or ⌘S. */
  onSave?: () => void;
  /** What TypeScript finds in the files, each time that it changes. */
  onMarks?: (marks: readonly CodeMark[]) => void;
  goTo?: CodePlace | null;
  /** At the right end of the row of tabs. */
  actions?: ReactNode;
};
