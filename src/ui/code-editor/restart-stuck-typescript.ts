'use client';

import type { editor } from 'monaco-editor/editor';
import {
  getTypeScriptWorker,
  typescriptDefaults,
} from 'monaco-editor/languages/features/typescript/register';

/** How long TypeScript may be at one text before it is begun anew with the next one. */
const STUCK_MS = 8000;
/** How long nothing has to be typed before it is asked. */
const PAUSE_MS = 500;

/**
 * A type that takes for ever would hold up TypeScript for whatever is typed after it, too: where it owes an answer
 * when the text changes, it is begun anew.
 *
 * @returns what ends it
 */
export function restartStuckTypescript(code: editor.ICodeEditor): () => void {
  let askedAt: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = async () => {
    const uri = code.getModel()?.uri;
    if (askedAt !== null || !uri) return;
    const mine = Date.now();
    askedAt = mine;
    try {
      const worker = await (await getTypeScriptWorker())(uri);
      await worker.getSyntacticDiagnostics(uri.toString());
    } catch {
      // The file was closed meanwhile: what there is to say of it was said where it is shown.
    }
    if (askedAt === mine) askedAt = null;
  };
  const change = code.onDidChangeModelContent(() => {
    if (askedAt !== null && Date.now() - askedAt > STUCK_MS) {
      askedAt = null;
      // Other settings end the worker; so do the same ones.
      typescriptDefaults.setCompilerOptions(typescriptDefaults.getCompilerOptions());
    }
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), PAUSE_MS);
  });
  return () => {
    clearTimeout(timer);
    change.dispose();
  };
}
