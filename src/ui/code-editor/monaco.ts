'use client';

import 'monaco-editor/features/register.all';
import 'monaco-editor/languages/definitions/typescript/register';
import './monaco.css';
import { editor } from 'monaco-editor/editor';
import {
  ModuleKind,
  ModuleResolutionKind,
  ScriptTarget,
  typescriptDefaults,
} from 'monaco-editor/languages/features/typescript/register';
import { typescriptLibs } from '#lib/typescript-libs.ts';
import { onThemeChange } from '../css-token.ts';
import { monacoTheme } from './monaco-theme.ts';

/** The theme's name: it is defined anew when light and dark change. */
export const THEME = 'syncline';

self.MonacoEnvironment = {
  // Our own files, from our own server: nothing is fetched from elsewhere.
  getWorker: (_id, label) =>
    label === 'typescript'
      ? new Worker(new URL('monaco-editor/language/typescript/ts.worker.js', import.meta.url), {
          type: 'module',
        })
      : new Worker(new URL('monaco-editor/editor/editor.worker.js', import.meta.url), { type: 'module' }),
};

typescriptDefaults.setCompilerOptions({
  strict: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  noFallthroughCasesInSwitch: true,
  isolatedModules: true,
  noEmit: true,
  target: ScriptTarget.ESNext,
  module: ModuleKind.ESNext,
  moduleResolution: ModuleResolutionKind.NodeJs,
  // The language alone: no page, no network, no Node.
  lib: [...typescriptLibs],
  types: [],
  paths: { 'library/*': ['file:///library/*'] },
  allowNonTsExtensions: true,
});
// A file that is not shown is still imported.
typescriptDefaults.setEagerModelSync(true);

const defineTheme = () => editor.defineTheme(THEME, monacoTheme());
defineTheme();
onThemeChange(defineTheme);
// Widths that were measured before the font came are wrong.
void document.fonts.load('12px "JetBrains Mono Variable"').then(() => editor.remeasureFonts());

/** Options of every editor that shows code. */
export const editorOptions: editor.IEditorOptions & editor.IGlobalEditorOptions = {
  theme: THEME,
  fontFamily: '"JetBrains Mono Variable", ui-monospace, monospace',
  fontSize: 12,
  lineHeight: 20,
  fontLigatures: false,
  automaticLayout: true,
  // A text area, which everything that listens for keys on the page knows to leave alone.
  editContext: false,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  padding: { top: 8, bottom: 8 },
  lineNumbersMinChars: 4,
  lineDecorationsWidth: 8,
  glyphMargin: false,
  folding: true,
  // A dimmed number of the last, empty line is too pale to be read.
  renderFinalNewline: 'on',
  renderLineHighlight: 'line',
  renderLineHighlightOnlyWhenFocus: true,
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  bracketPairColorization: { enabled: false },
  guides: { indentation: false },
  stickyScroll: { enabled: false },
  fixedOverflowWidgets: true,
  smoothScrolling: false,
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
  'semanticHighlighting.enabled': false,
};

/** Options of every text that is shown. */
export const modelOptions: editor.ITextModelUpdateOptions = {
  tabSize: 2,
  insertSpaces: true,
  bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
};
