'use client';

import { useLive } from '#features/flow-editor/session/use-session.tsx';
import { counted } from '#lib/counted.ts';
import { RelativeTime } from '#ui/relative-time.tsx';
import { StatusDot } from '#ui/status-dot.tsx';

/** What the last walk of the continuous verify found. */
export function Verified() {
  const verified = useLive((state) => state.status?.verified) ?? null;
  const on = useLive((state) => state.status?.continuousVerify) ?? false;
  if (!verified) {
    return on ? (
      <p className="border-b border-line px-4 py-2 text-ink-2">All the time: the first walk is under way.</p>
    ) : null;
  }
  const { at, agree, records, inFlight, differ } = verified;
  const count = (number: number) => number.toLocaleString('en');
  return (
    <p className="flex items-center gap-3 border-b border-line px-4 py-2">
      <StatusDot tone={differ > 0 ? 'fail' : 'ok'}>All the time</StatusDot>
      <span className="text-sm text-ink-2 tabular-nums">
        {`${count(agree)} of ${counted(records, 'record')} ${agree === 1 ? 'agrees' : 'agree'}, ${count(inFlight)} in flight, ${count(differ)} ${differ === 1 ? 'differs' : 'differ'}`}
      </span>
      <span className="text-sm text-ink-3">
        as of <RelativeTime at={at / 1000} />
      </span>
    </p>
  );
}
