'use client';

import { Lock, X } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { classNames } from '#lib/class-names.ts';

export type EditorTab = {
  path: string;
  title: string;
  /** Not to be changed. */
  fixed: boolean;
  /** Was looked up, and can be closed. */
  looked: boolean;
};

/** The files of an editor, as tabs: arrow keys go from one to the other. */
export function EditorTabs({
  label,
  tabs,
  shown,
  panelId,
  onShow,
  onClose,
  actions,
}: {
  label: string;
  tabs: readonly EditorTab[];
  shown: string;
  panelId: string;
  onShow: (path: string) => void;
  onClose: (path: string) => void;
  actions?: ReactNode;
}) {
  const onKey = (event: KeyboardEvent<HTMLElement>, index: number) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const tab = tabs[index];
    if (event.key === 'Delete' && tab?.looked) return onClose(tab.path);
    const next = step === undefined ? undefined : tabs[(index + step + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    onShow(next.path);
    const list = event.currentTarget.closest('[role="tablist"]');
    list?.querySelector<HTMLElement>(`[data-path="${CSS.escape(next.path)}"]`)?.focus();
  };
  return (
    <div className="flex h-10 shrink-0 items-center border-b border-line pr-2">
      <div role="tablist" aria-label={label} className="flex h-full min-w-0 flex-1 overflow-x-auto">
        {tabs.map(({ path, title, fixed, looked }, index) => (
          <div
            key={path}
            role="presentation"
            className={classNames(
              '-mb-px flex h-full shrink-0 items-center border-r border-line',
              path === shown ? 'bg-surface' : 'bg-surface-2',
            )}
          >
            <button
              type="button"
              role="tab"
              aria-selected={path === shown}
              aria-controls={panelId}
              tabIndex={path === shown ? 0 : -1}
              data-path={path}
              onClick={() => onShow(path)}
              onKeyDown={(event) => onKey(event, index)}
              className={classNames(
                'flex h-full items-center gap-1.5 px-3 font-mono text-sm focus-visible:-outline-offset-2',
                path === shown ? 'text-ink' : 'text-ink-2 hover:text-ink',
              )}
            >
              {title}
              {fixed ? <Lock aria-hidden className="size-3 text-ink-3" /> : null}
              {fixed ? <span className="sr-only">, to read only</span> : null}
            </button>
            {looked ? (
              <button
                type="button"
                tabIndex={-1}
                aria-label={`Close ${title}`}
                onClick={() => onClose(path)}
                className="mr-1.5 rounded-sm p-0.5 text-ink-3 hover:bg-line hover:text-ink"
              >
                <X aria-hidden className="size-3" />
              </button>
            ) : null}
          </div>
        ))}
      </div>
      {actions ? <div className="flex shrink-0 items-center gap-1 pl-2">{actions}</div> : null}
    </div>
  );
}
