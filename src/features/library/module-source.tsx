'use client';

import { useMemo } from 'react';
import { codeGlobals } from '#core/code/code-globals.ts';
import { libraryDeclarations } from '#core/code/generated/library-declarations.ts';
import { inOwnWords } from '#core/code/in-own-words.ts';
import type { ModulePins } from '#core/code/pin-modules.ts';
import { CodeEditor } from '#ui/code-editor/code-editor.tsx';
import type { CodeFile } from '#ui/code-editor/code-file.ts';
import { useModules } from '../flow-editor/session/use-library.ts';

/** The TypeScript of a module, to read or to edit. */
export function ModuleSource({
  name,
  source,
  imports,
  readOnly,
  onChange,
  onSave,
}: {
  name: string;
  source: string;
  /** Versions of the modules that it imports. */
  imports: ModulePins;
  readOnly: boolean;
  onChange: (source: string) => void;
  onSave: () => void;
}) {
  const modules = useModules(imports);
  const path = `library/${name}.ts`;
  const files = useMemo<CodeFile[]>(() => [{ path, text: source }], [path, source]);
  const declarations = useMemo<CodeFile[]>(
    () => [
      { path: 'globals.d.ts', text: codeGlobals },
      { path: 'syncline.d.ts', text: libraryDeclarations },
      ...modules.map((module) => ({ path: `library/${module.name}.ts`, text: module.source })),
    ],
    [modules],
  );
  return (
    <CodeEditor
      label={`TypeScript of ${name}`}
      files={files}
      declarations={declarations}
      readOnly={readOnly}
      onChange={(_, text) => onChange(text)}
      onSave={onSave}
      tell={inOwnWords}
    />
  );
}
