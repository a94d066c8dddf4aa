'use client';

import { AlignLeft } from 'lucide-react';
import { useCallback, useId, useLayoutEffect, useRef, useState } from 'react';
import { classNames } from '#lib/class-names.ts';
import { IconButton } from '../icon-button.tsx';
import type { CodeEditorProps } from './code-editor-props.ts';
import { EditorStatus } from './editor-status.tsx';
import { EditorTabs } from './editor-tabs.tsx';
import { useMonaco } from './use-monaco.ts';

/** The editor itself; fetched by `CodeEditor`. */
export default function MonacoEditor(props: CodeEditorProps) {
  const { label, files, declarations, readOnly = false, actions } = props;
  const host = useRef<HTMLDivElement>(null);
  const id = useId();
  const first = files[0]?.path ?? '';
  const [shown, setShown] = useState(first);
  /** Declarations that were looked up, as further tabs. */
  const [looked, setLooked] = useState<readonly string[]>([]);
  const show = useCallback((path: string, isFile: boolean) => {
    if (!isFile) setLooked((before) => (before.includes(path) ? before : [...before, path]));
    setShown(path);
  }, []);
  const monaco = useMonaco(host, props, shown, show);
  const isOpen = files.some(({ path }) => path === shown) || looked.includes(shown);
  useLayoutEffect(() => {
    if (!isOpen) setShown(first);
  }, [isOpen, first]);
  const tabs = [
    ...files.map(({ path, title, readOnly: fixed }) => ({
      path,
      title: title ?? nameOf(path),
      fixed: fixed ?? false,
      looked: false,
    })),
    ...looked.map((path) => ({
      path,
      title: declarations.find((each) => each.path === path)?.title ?? nameOf(path),
      fixed: true,
      looked: true,
    })),
  ];
  const fixed = readOnly || tabs.find(({ path }) => path === shown)?.fixed === true;
  return (
    <div className="@container flex h-full min-h-0 flex-col bg-surface">
      <EditorTabs
        label={`Files of ${label}`}
        tabs={tabs}
        shown={shown}
        panelId={id}
        onShow={setShown}
        onClose={(path) => {
          setLooked((before) => before.filter((each) => each !== path));
          if (shown === path) setShown(first);
        }}
        actions={
          <>
            {actions}
            {fixed ? null : (
              <IconButton
                label="Format"
                keys={['⇧', 'Alt', 'F']}
                size="sm"
                onClick={() => void monaco?.getAction('editor.action.formatDocument')?.run()}
              >
                <AlignLeft aria-hidden />
              </IconButton>
            )}
          </>
        }
      />
      <div id={id} role="tabpanel" aria-label={nameOf(shown)} className="relative min-h-0 flex-1">
        <div ref={host} className={classNames('absolute inset-0', readOnly ? 'cursor-default' : '')} />
      </div>
      <EditorStatus editor={monaco} readOnly={fixed} />
    </div>
  );
}

const nameOf = (path: string) => path.split('/').at(-1) ?? path;
