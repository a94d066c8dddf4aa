'use client';

import { WandSparkles } from 'lucide-react';
import { useMemo } from 'react';
import { declareCode } from '#core/code/declare-code.ts';
import { libraryDeclarations } from '#core/code/generated/library-declarations.ts';
import { inOwnWords } from '#core/code/in-own-words.ts';
import { Button } from '#ui/button.tsx';
import { CodeEditor } from '#ui/code-editor/code-editor.tsx';
import type { CodeFile } from '#ui/code-editor/code-file.ts';
import type { CodeMark } from '#ui/code-editor/code-mark.ts';
import { useNodeEnvironment } from '../node-environment.client.tsx';
import { modulePath, SOURCE_PATH } from './code-files.ts';
import { codeDefinition } from './definition.ts';
import { usePinning } from './modules-section.client.tsx';
import { useStarter } from './use-starter.client.ts';
import type { WorkbenchProps } from './workbench.client.tsx';

const NO_MODULES = {};

/** The editor of a node's source, with the types of where it stands. */
export function SourceEditor({
  node,
  shape,
  readOnly,
  onEdit,
  onEditEnd,
  marks,
  onMarks,
  place,
}: WorkbenchProps & {
  marks: readonly CodeMark[];
  onMarks: (marks: readonly CodeMark[]) => void;
  place: { module: string | null; line: number; column: number; request: number } | null;
}) {
  const { form, source } = node;
  const { save, useCodeTables, useModules } = useNodeEnvironment();
  const tables = useCodeTables();
  const modules = useModules(node.modules ?? NO_MODULES);
  usePinning({ node, readOnly, onEdit });
  const files = useMemo<CodeFile[]>(() => [{ path: SOURCE_PATH, text: source }], [source]);
  const declarations = useMemo<CodeFile[]>(() => {
    const { input, output } = shape ?? { input: [], output: [] };
    return [
      { path: 'records.d.ts', text: declareCode({ form, input, output, tables }) },
      { path: 'syncline.d.ts', text: libraryDeclarations },
      ...modules.map(({ name, source: text }) => ({
        path: modulePath(name),
        text,
        title: `library/${name}`,
      })),
    ];
  }, [form, shape, tables, modules]);
  const starter = useStarter({ node, shape, readOnly, onEdit });
  return (
    <CodeEditor
      label={`TypeScript of ${codeDefinition.title(node)}`}
      files={files}
      declarations={declarations}
      marks={marks}
      readOnly={readOnly}
      onChange={(path, text) => {
        if (path !== SOURCE_PATH) return;
        onEdit((draft) => {
          draft.source = text;
        }, 'source');
      }}
      onPause={onEditEnd}
      onSave={save}
      onMarks={onMarks}
      tell={inOwnWords}
      goTo={
        place && {
          ...place,
          path: place.module === null ? SOURCE_PATH : modulePath(place.module),
        }
      }
      actions={
        readOnly || starter === source ? null : (
          <Button
            size="sm"
            variant="ghost"
            icon={<WandSparkles aria-hidden />}
            onClick={() => {
              onEdit((draft) => {
                draft.source = starter;
              });
            }}
          >
            Put the starter in
          </Button>
        )
      }
    />
  );
}
