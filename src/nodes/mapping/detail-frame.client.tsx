'use client';

import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { IconButton } from '#ui/icon-button.tsx';

/** What stands beside the list (over it, where there is no room) about one row. Escape closes it. */
export function DetailFrame({
  left,
  right,
  kind,
  footer,
  onClose,
  children,
}: {
  left: string;
  right: string;
  /** Before the names, for screen readers. */
  kind: 'Pair' | 'Suggestion';
  footer?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}) {
  const frame = useRef<HTMLElement>(null);
  // It was opened with a key or a click on a row: what follows is done in here.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each pair is opened anew
  useEffect(() => frame.current?.focus(), [left, right]);
  return (
    <section
      ref={frame}
      tabIndex={-1}
      aria-label={`${kind} ${left} and ${right}`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      }}
      className="flex h-full min-h-0 flex-col border-l border-line bg-surface outline-none"
    >
      <header className="flex h-11 shrink-0 items-center gap-2 border-b border-line pr-2 pl-4">
        <h3 className="min-w-0 flex-1 truncate font-mono text-sm font-semibold" title={`${left} = ${right}`}>
          <span className="text-side-left">{left}</span>
          <span className="text-ink-3"> = </span>
          <span className="text-side-right">{right}</span>
        </h3>
        <IconButton label={`Close the ${kind.toLowerCase()}`} keys={['Esc']} onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
      {footer ? (
        <footer className="flex shrink-0 items-center gap-2 border-t border-line px-4 py-2.5">
          {footer}
        </footer>
      ) : null}
    </section>
  );
}
