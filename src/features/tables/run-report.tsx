'use client';

import { errorPolicy } from '#core/errors/policy.ts';
import { ErrorNotice } from '#ui/error-notice.tsx';
import type { CreatedTables } from './use-create-tables.ts';

/** What a run of statements came to where one was refused: exactly what stands, what was taken back, what was not tried. */
export function RunReport({ report }: { report: CreatedTables['report'] }) {
  const { failed, ran, undone, left } = report;
  if (!failed) return null;
  const counts = [
    undone.length > 0 ? `${said(undone.length)} before it taken back, nothing has changed.` : '',
    ran.length > 0 ? `${said(ran.length)} before it ran and stand.` : '',
    left.length > 0 ? `${said(left.length)} after it not tried.` : '',
  ];
  const { code, message, detail, sql } = failed;
  return (
    <ErrorNotice
      className="mt-3"
      error={{
        code,
        message,
        detail: [sql, detail, ...counts].filter(Boolean).join('\n'),
        remedy: errorPolicy[code].remedy,
      }}
    />
  );
}

function said(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'statement' : 'statements'}`;
}
