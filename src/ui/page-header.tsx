import Link from 'next/link';
import type { ReactNode } from 'react';

/** The 48 px bar over a page: where one is, its state, and what can be done. */
export function PageHeader({
  crumbs = [],
  title,
  status,
  middle,
  actions,
}: {
  crumbs?: readonly { label: string; href: string }[];
  title: ReactNode;
  status?: ReactNode;
  /** Tabs or a view switch. */
  middle?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line bg-surface px-4">
      <div className="flex min-w-0 items-center gap-1.5">
        {crumbs.length > 0 ? (
          <nav aria-label="Breadcrumb" className="flex shrink-0 items-center gap-1.5 text-ink-3">
            {crumbs.map((crumb) => (
              <span key={crumb.href} className="flex items-center gap-1.5">
                <Link href={crumb.href} className="hover:text-ink">
                  {crumb.label}
                </Link>
                <span aria-hidden>/</span>
              </span>
            ))}
          </nav>
        ) : null}
        <h1 className="truncate font-semibold text-ink">{title}</h1>
      </div>
      {status ? <div className="flex shrink-0 items-center text-sm">{status}</div> : null}
      {middle}
      {actions ? <div className="ml-auto flex shrink-0 items-center gap-2">{actions}</div> : null}
    </header>
  );
}
