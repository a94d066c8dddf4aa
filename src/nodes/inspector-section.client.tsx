'use client';

import type { ReactNode } from 'react';

/** A titled part of an inspector. */
export function InspectorSection({
  title,
  description,
  action,
  children,
}: {
  title: string;
  description?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="border-b border-line px-4 py-4 last:border-b-0">
      <header className="mb-2 flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <h3 className="font-semibold text-ink">{title}</h3>
          {description ? <p className="text-sm text-ink-2">{description}</p> : null}
        </div>
        {action}
      </header>
      {children}
    </section>
  );
}
