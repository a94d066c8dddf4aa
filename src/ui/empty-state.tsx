import type { ReactNode } from 'react';

/** What a place is for while nothing is in it, and the next step. */
export function EmptyState({
  icon,
  title,
  children,
  actions,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center px-6 py-14 text-center">
      {icon ? (
        <span
          aria-hidden
          className="mb-3 inline-flex size-9 items-center justify-center rounded-lg border border-line bg-surface text-ink-2 [&_svg]:size-[18px]"
        >
          {icon}
        </span>
      ) : null}
      <h2 className="text-base font-semibold text-ink">{title}</h2>
      {children ? <div className="mt-1 max-w-md text-ink-2">{children}</div> : null}
      {actions ? <div className="mt-4 flex items-center gap-2">{actions}</div> : null}
    </div>
  );
}
