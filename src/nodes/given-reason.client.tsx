'use client';

import { Button } from '#ui/button.tsx';
import { RelativeTime } from '#ui/relative-time.tsx';

/** What somebody let pass on purpose, by whom and why; it can be withdrawn where that is allowed. */
export function GivenReason({
  what,
  given: { reason, by, at },
  onWithdraw,
}: {
  what: string;
  given: { reason: string; by?: string; at?: string };
  /** Null where it cannot be. */
  onWithdraw: (() => void) | null;
}) {
  return (
    <div className="flex items-start gap-3 rounded-md border border-line bg-warn-bg px-2.5 py-2">
      <p className="min-w-0 flex-1 text-ink">
        {what}: {reason}
        <span className="block text-sm text-ink-2">
          {by}
          {by && at ? ', ' : ''}
          {at ? <RelativeTime at={at} /> : null}
        </span>
      </p>
      {onWithdraw ? (
        <Button size="sm" onClick={onWithdraw}>
          Withdraw
        </Button>
      ) : null}
    </div>
  );
}
