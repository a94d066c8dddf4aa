'use client';

import { editor, KeyCode, KeyMod } from 'monaco-editor/editor';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { CodeEditorProps } from './code-editor-props.ts';
import { editorOptions, modelOptions } from './monaco.ts';
import { declare, OpenModels, pathOf } from './open-models.ts';
import { useLatest } from './use-latest.ts';

/** How long nothing has to be typed for typing to have paused. */
const PAUSE_MS = 1000;

/**
 * Keeps a Monaco editor in an element, in step with the props.
 *
 * @param shown path of the file in it
 * @param show asks for another file: one of `files`, or a declaration
 */
export function useMonaco(
  host: RefObject<HTMLDivElement | null>,
  props: CodeEditorProps,
  shown: string,
  show: (path: string, isFile: boolean) => void,
): editor.IStandaloneCodeEditor | null {
  const { label, files, declarations, marks, readOnly = false, goTo = null } = props;
  const latest = useLatest({ ...props, show });
  const [made, setMade] = useState<{ code: editor.IStandaloneCodeEditor; models: OpenModels } | null>(null);

  useLayoutEffect(() => {
    if (!host.current) return;
    const models = new OpenModels((path, text) => latest.current.onChange?.(path, text));
    const code = editor.create(host.current, { ...editorOptions, model: null });
    const stop = connect(code, models, latest);
    setMade({ code, models });
    return () => {
      stop();
      code.dispose();
      models.dispose();
      declare([]);
    };
  }, [host, latest]);

  useLayoutEffect(() => {
    if (made) declare(declarations);
  }, [made, declarations]);
  useLayoutEffect(() => made?.models.put(files), [made, files]);
  useEffect(() => made?.models.mark(marks ?? []), [made, marks]);
  useLayoutEffect(() => {
    made?.code.updateOptions({ ariaLabel: `${label}. ${KEYS_HINT}` });
  }, [made, label]);

  useShown(made, shown);
  const file = files.find(({ path }) => path === shown);
  const fixed = readOnly || !file || file.readOnly === true;
  useLayoutEffect(() => {
    made?.code.updateOptions({ readOnly: fixed, domReadOnly: fixed });
  }, [made, fixed]);

  const gone = useRef<number | null>(null);
  useEffect(() => {
    if (!made || !goTo || gone.current === goTo.request) return;
    const known = made.models.model(goTo.path) !== null;
    if (known && goTo.path !== shown) return latest.current.show(goTo.path, true);
    gone.current = goTo.request;
    if (!known) return;
    const place = { lineNumber: goTo.line, column: goTo.column };
    made.code.setPosition(place);
    made.code.revealPositionInCenterIfOutsideViewport(place);
    made.code.focus();
  }, [made, goTo, shown, latest]);

  return made?.code ?? null;
}

/** How the keyboard gets out again, for those who cannot see the line below the text. */
const KEYS_HINT = 'Control M lets Tab leave the editor, F8 goes to the next problem.';

type Latest = RefObject<CodeEditorProps & { show: (path: string, isFile: boolean) => void }>;

/** Tells of what is done in the editor. @returns what ends it. */
function connect(code: editor.IStandaloneCodeEditor, models: OpenModels, latest: Latest): () => void {
  let pause: ReturnType<typeof setTimeout> | undefined;
  let told = '[]';
  const paused = () => {
    clearTimeout(pause);
    latest.current.onPause?.();
  };
  code.addCommand(KeyMod.CtrlCmd | KeyCode.KeyS, () => {
    paused();
    latest.current.onSave?.();
  });
  // On Linux Monaco has a key for it that the browser takes for itself.
  code.addCommand(KeyMod.Shift | KeyMod.Alt | KeyCode.KeyF, () =>
    code.trigger('keyboard', 'editor.action.formatDocument', null),
  );
  // On a Mac Monaco has other keys for it; the line below the text names these.
  code.addCommand(KeyMod.WinCtrl | KeyCode.KeyM, () =>
    code.trigger('keyboard', 'editor.action.toggleTabFocusMode', null),
  );
  const ends = [
    code.onDidChangeModelContent(() => {
      clearTimeout(pause);
      pause = setTimeout(paused, PAUSE_MS);
    }),
    code.onDidBlurEditorText(paused),
    editor.onDidChangeMarkers(() => {
      const { tell } = latest.current;
      if (tell && models.retell(tell)) return;
      const marks = models.marks();
      const said = JSON.stringify(marks);
      // Marks from elsewhere are told of too. To answer each of them would not end: what is found together with
      // them makes them anew, within one and the same event, and the page would take no click any more.
      if (said === told) return;
      told = said;
      latest.current.onMarks?.(marks);
    }),
    editor.registerEditorOpener({
      openCodeEditor(source, resource, at) {
        if (source !== code || !editor.getModel(resource)) return false;
        const path = pathOf(resource);
        latest.current.show(
          path,
          latest.current.files.some((file) => file.path === path),
        );
        const place =
          at && ('lineNumber' in at ? at : { lineNumber: at.startLineNumber, column: at.startColumn });
        // The file is shown by the next render.
        const turned = code.onDidChangeModel(() => {
          turned.dispose();
          if (!place) return;
          code.setPosition(place);
          code.revealPositionInCenter(place);
          code.focus();
        });
        return true;
      },
    }),
  ];
  return () => {
    clearTimeout(pause);
    for (const end of ends) end.dispose();
  };
}

/** Shows a file as it was left: its place, its selection, what was folded. */
function useShown(
  made: { code: editor.IStandaloneCodeEditor; models: OpenModels } | null,
  shown: string,
): void {
  const left = useRef(new Map<string, editor.ICodeEditorViewState | null>());
  useLayoutEffect(() => {
    if (!made) return;
    const { code, models } = made;
    code.setModel(models.model(shown));
    code.getModel()?.updateOptions(modelOptions);
    code.restoreViewState(left.current.get(shown) ?? null);
    return () => {
      if (code.getModel() !== null) left.current.set(shown, code.saveViewState());
    };
  }, [made, shown]);
}
