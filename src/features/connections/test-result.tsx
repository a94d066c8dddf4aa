'use client';

import { CircleCheck } from 'lucide-react';
import { ErrorNotice, type ErrorParts } from '#ui/error-notice.tsx';

/** How a test went: the server and its answer time, or what is wrong and how to mend it. */
export function TestResult({
  result,
  error,
}: {
  result: { server: string; latencyMs: number } | null | undefined;
  error: ErrorParts | null;
}) {
  if (error) return <ErrorNotice error={error} />;
  if (!result) return null;
  return (
    <p role="status" className="flex items-center gap-2 rounded-lg border border-ok/30 bg-ok-bg px-3 py-2">
      <CircleCheck aria-hidden className="size-4 shrink-0 text-ok" />
      <span className="font-medium">Connected</span>
      <span className="text-ink-2">
        {result.server}, answers in {Math.max(1, Math.round(result.latencyMs))} ms
      </span>
    </p>
  );
}
