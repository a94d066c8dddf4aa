import type { LedgerStatus } from '#core/ledger/ledger-entry.ts';
import { StatusDot, type Tone } from '#ui/status-dot.tsx';

export const ledgerStatuses: Record<
  LedgerStatus,
  { label: string; tone: Tone; quiet: boolean; hollow: boolean }
> = {
  applied: { label: 'Applied', tone: 'ok', quiet: true, hollow: false },
  unchanged: { label: 'Unchanged', tone: 'neutral', quiet: true, hollow: true },
  resolved: { label: 'Resolved', tone: 'conflict', quiet: true, hollow: false },
  held: { label: 'Held', tone: 'conflict', quiet: false, hollow: false },
  failed: { label: 'Failed', tone: 'fail', quiet: false, hollow: false },
  parked: { label: 'Parked', tone: 'warn', quiet: false, hollow: false },
  skipped: { label: 'Skipped', tone: 'neutral', quiet: true, hollow: true },
};

/** What became of a change: a dot and its word. */
export function LedgerStatusDot({ status }: { status: LedgerStatus }) {
  const { label, tone, quiet, hollow } = ledgerStatuses[status];
  return (
    <StatusDot tone={tone} quiet={quiet} hollow={hollow}>
      {label}
    </StatusDot>
  );
}
