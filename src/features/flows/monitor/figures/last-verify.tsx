'use client';

import Link from 'next/link';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { counted } from '#lib/counted.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { RelativeTime } from '#ui/relative-time.tsx';
import { StatusDot } from '#ui/status-dot.tsx';

/** What the last comparison of both sides found. */
export function LastVerify({ verify }: { verify: ApiOutput['figures']['show']['verify'] }) {
  const { path } = useWorkspace();
  return (
    <section
      aria-label="Last verify"
      className="flex min-w-0 flex-col rounded-lg border border-line bg-surface"
    >
      <header className="flex h-10 items-center gap-3 px-4">
        <h3 className="font-semibold text-ink">Last verify</h3>
        {verify ? (
          <span className="text-sm text-ink-3">
            <RelativeTime at={verify.at / 1000} />
          </span>
        ) : null}
      </header>
      {verify ? (
        <div className="flex flex-1 flex-col justify-center gap-1 px-4 pb-6">
          <p className="text-xl font-semibold tabular-nums">
            {verify.differ.toLocaleString('en')}
            <span className="ml-2 text-base font-normal text-ink-2">
              of {counted(verify.records, 'record')} {verify.differ === 1 ? 'differs' : 'differ'} for no known
              reason
            </span>
          </p>
          <StatusDot tone={verify.differ > 0 ? 'fail' : 'ok'}>
            {verify.differ > 0 ? 'The sides disagree' : 'Both sides agree'}
          </StatusDot>
          {verify.operationId ? (
            <Link
              href={path(`/activity/operations/${verify.operationId}`)}
              className="text-accent hover:underline"
            >
              See the report
            </Link>
          ) : null}
        </div>
      ) : (
        <p className="flex flex-1 items-center justify-center px-4 pb-6 text-center text-sm text-ink-3">
          Both sides were not compared yet. Verify, below, reads and compares every record.
        </p>
      )}
    </section>
  );
}
