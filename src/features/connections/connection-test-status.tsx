'use client';

import type { ApiOutput } from '#trpc/api-types.ts';
import { RelativeTime } from '#ui/relative-time.tsx';
import { StatusDot } from '#ui/status-dot.tsx';

type LastTest = ApiOutput['connection']['list'][number]['lastTest'];

/** How the last test of a connection went, in one line. */
export function ConnectionTestStatus({ test }: { test: LastTest }) {
  if (!test) {
    return (
      <StatusDot tone="neutral" hollow>
        Not tested
      </StatusDot>
    );
  }
  return (
    <span className="inline-flex items-center gap-2 align-top">
      {test.ok ? <StatusDot tone="ok">Reachable</StatusDot> : <StatusDot tone="fail">{test.code}</StatusDot>}
      <span className="text-ink-3">
        {test.ok && test.latencyMs !== null ? `${Math.max(1, Math.round(test.latencyMs))} ms, ` : ''}
        <RelativeTime at={test.at} />
      </span>
    </span>
  );
}
