'use client';

import { editor, type IDisposable, MarkerSeverity, Uri } from 'monaco-editor/editor';
import { typescriptDefaults } from 'monaco-editor/languages/features/typescript/register';
import type { TellMark } from './code-editor-props.ts';
import type { CodeFile } from './code-file.ts';
import type { CodeMark } from './code-mark.ts';
import { smallestEdit } from './smallest-edit.ts';

/** Whose marks they are, beside TypeScript's own. */
const ELSEWHERE = 'elsewhere';
/** As Monaco's language service calls itself. */
const SERVICE = 'typescript';

export const uriOf = (path: string) => Uri.parse(`file:///${path}`);

/** The path of a file from its address within Monaco. */
export const pathOf = (uri: Uri) => uri.path.replace(/^\//, '');

/** The texts of an editor as Monaco's models, kept in step with what is given. */
export class OpenModels {
  readonly #models = new Map<string, editor.ITextModel>();
  readonly #onChange: (path: string, text: string) => void;
  readonly #listeners: IDisposable[] = [];
  /** The text is being put in by us: nobody typed it. */
  #putting = false;

  constructor(onChange: (path: string, text: string) => void) {
    this.#onChange = onChange;
  }

  /** Makes, changes and drops models so that they hold these texts. */
  put(files: readonly CodeFile[]): void {
    this.#putting = true;
    // Lines end in one way, whatever was pasted or put in from a file: else each of them would count as changed.
    for (const { path, text } of files) this.#putFile(path, text.replaceAll('\r\n', '\n'));
    const wanted = new Set(files.map(({ path }) => path));
    for (const [path, model] of this.#models) {
      if (wanted.has(path)) continue;
      this.#models.delete(path);
      model.dispose();
    }
    this.#putting = false;
  }

  #putFile(path: string, text: string): void {
    const known = this.#models.get(path);
    if (!known) {
      const model = editor.createModel(text, 'typescript', uriOf(path));
      model.setEOL(editor.EndOfLineSequence.LF);
      this.#models.set(path, model);
      this.#listeners.push(
        model.onDidChangeContent(() => {
          if (!this.#putting) this.#onChange(path, model.getValue());
        }),
      );
      return;
    }
    const edit = smallestEdit(known.getValue(), text);
    if (!edit) return;
    const from = known.getPositionAt(edit.from);
    const to = known.getPositionAt(edit.to);
    const range = {
      startLineNumber: from.lineNumber,
      startColumn: from.column,
      endLineNumber: to.lineNumber,
      endColumn: to.column,
    };
    // The editor's own undo goes on over what came from outside.
    known.pushStackElement();
    known.pushEditOperations(null, [{ range, text: edit.text }], () => null);
    known.pushStackElement();
  }

  model(path: string): editor.ITextModel | null {
    return this.#models.get(path) ?? editor.getModel(uriOf(path));
  }

  /** Marks what was found elsewhere, in the files that are open. */
  mark(marks: readonly CodeMark[]): void {
    for (const [path, model] of this.#models) {
      editor.setModelMarkers(
        model,
        ELSEWHERE,
        marks
          .filter((mark) => mark.path === path)
          .map((mark) => ({
            severity: mark.severity === 'error' ? MarkerSeverity.Error : MarkerSeverity.Warning,
            message: mark.message,
            code: mark.code,
            startLineNumber: mark.line,
            startColumn: mark.column,
            endLineNumber: mark.endLine ?? mark.line,
            endColumn:
              mark.endColumn ??
              (model.getWordAtPosition(positionOf(model, mark))?.endColumn || mark.column + 1),
          })),
      );
    }
  }

  /**
   * Has what TypeScript finds told in these words, there where the pointer rests on it as well.
   * @returns whether something is to be told otherwise: then the marks change once more
   */
  retell(tell: TellMark): boolean {
    let changes = false;
    for (const model of this.#models.values()) {
      const markers = editor.getModelMarkers({ resource: model.uri, owner: SERVICE });
      const told = markers.map((marker) => {
        const { code, message } = tell({ code: String(marker.code ?? ''), message: marker.message });
        return message === marker.message ? marker : { ...marker, code, message };
      });
      // Told so already: to mark it again would not end.
      if (told.every((marker, index) => marker === markers[index])) continue;
      changes = true;
      // Marks that are set while others are told of would be told of to nobody.
      queueMicrotask(() => {
        if (!model.isDisposed()) editor.setModelMarkers(model, SERVICE, told);
      });
    }
    return changes;
  }

  /** What TypeScript finds in the files that are open, by file and line. */
  marks(): CodeMark[] {
    return [...this.#models].flatMap(([path, model]) =>
      editor
        .getModelMarkers({ resource: model.uri, owner: SERVICE })
        .filter(({ severity }) => severity >= MarkerSeverity.Warning)
        .sort((a, b) => a.startLineNumber - b.startLineNumber || a.startColumn - b.startColumn)
        .map((marker) => ({
          path,
          line: marker.startLineNumber,
          column: marker.startColumn,
          endLine: marker.endLineNumber,
          endColumn: marker.endColumn,
          severity: marker.severity === MarkerSeverity.Error ? ('error' as const) : ('warning' as const),
          message: marker.message,
          code: typeof marker.code === 'string' ? marker.code : undefined,
        })),
    );
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    for (const model of this.#models.values()) model.dispose();
    this.#models.clear();
  }
}

function positionOf(model: editor.ITextModel, { line, column }: CodeMark) {
  return model.validatePosition({ lineNumber: line, column });
}

/** Declares these, and nothing else, to every file. */
export function declare(declarations: readonly CodeFile[]): void {
  typescriptDefaults.setExtraLibs(
    declarations.map(({ path, text }) => ({ content: text, filePath: uriOf(path).toString() })),
  );
  // Where a definition was looked up there is a model of the declaration as it was then.
  for (const { path, text } of declarations) editor.getModel(uriOf(path))?.setValue(text);
}
