'use client';

import { X } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { IconButton } from './icon-button.tsx';

/** A panel at the right of a list that shows the chosen thing. Escape closes it. */
export function SidePanel({
  title,
  onClose,
  actions,
  width = 420,
  children,
}: {
  title: ReactNode;
  onClose: () => void;
  actions?: ReactNode;
  /** Pixels. */
  width?: number;
  children: ReactNode;
}) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) onClose();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [onClose]);
  return (
    <aside className="flex shrink-0 flex-col border-l border-line bg-surface" style={{ width }}>
      <header className="flex h-10 shrink-0 items-center gap-2 border-b border-line px-4">
        <h2 className="min-w-0 flex-1 truncate font-semibold">{title}</h2>
        {actions}
        <IconButton label="Close panel" onClick={onClose} className="-mr-1.5">
          <X aria-hidden />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
    </aside>
  );
}
