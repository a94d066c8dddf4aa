import type { ReactNode } from 'react';
import { classNames } from '#lib/class-names.ts';

/** A bordered panel with an optional heading row. */
export function Card({
  title,
  description,
  actions,
  flush = false,
  className,
  children,
}: {
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  /** The content brings its own padding (tables, lists). */
  flush?: boolean;
  className?: string;
  children?: ReactNode;
}) {
  return (
    <section className={classNames('overflow-hidden rounded-lg border border-line bg-surface', className)}>
      {title || actions ? (
        <header className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-4 py-1.5">
          <div className="min-w-32 flex-1">
            <h2 className="truncate font-semibold text-ink">{title}</h2>
            {description ? <p className="text-sm text-ink-3">{description}</p> : null}
          </div>
          {actions}
        </header>
      ) : null}
      {children ? (
        <div className={flush ? '[&_tbody>tr:last-child]:border-b-0' : 'p-4'}>{children}</div>
      ) : null}
    </section>
  );
}
