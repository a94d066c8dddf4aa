import Link from 'next/link';
import type { ReactNode } from 'react';

/** The bar over a page: where one is, its state, and what can be done. 48 px high; narrow windows break it into lines. */
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
    <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line bg-surface px-4 py-1.5 max-lg:py-2">
      {/* A long title is cut off before anything breaks, a short piece of it always shows. */}
      <div className="flex max-w-max min-w-0 grow basis-44 items-center gap-1.5">
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
      {actions ? (
        <div className="ml-auto flex shrink-0 items-center gap-2 max-lg:max-w-full max-lg:shrink">
          {actions}
        </div>
      ) : null}
    </header>
  );
}
