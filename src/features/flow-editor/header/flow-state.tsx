'use client';

import type { FlowStatus } from '#core/ledger/lane-status.ts';
import { describeDuration } from '#lib/describe-duration.ts';
import { StatusDot, type Tone } from '#ui/status-dot.tsx';
import { isRepairing, syncing } from '../panels/first-sync-panel.tsx';
import { useLive } from '../session/use-session.tsx';

export type ShownState = { tone: Tone; text: string; hollow?: boolean; pulsing?: boolean };

/** The slowest lane's delay now, milliseconds; null while nothing passes. */
function lagOf(status: FlowStatus): number | null {
  const lags = status.lanes.flatMap((lane) => [lane.forward.lagP50, lane.backward.lagP50]);
  const known = lags.filter((lag) => lag !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function firstSyncShare(status: FlowStatus): string {
  const sides = status.lanes.flatMap((lane) =>
    lane.firstSync ? [lane.firstSync.left, lane.firstSync.right] : [],
  );
  const estimate = sides.reduce((sum, side) => sum + (side.estimate ?? 0), 0);
  if (estimate === 0) return '';
  const done = sides.reduce((sum, side) => sum + Math.min(side.done, side.estimate ?? side.done), 0);
  return `, ${Math.min(99, Math.floor((done / estimate) * 100))} %`;
}

/** What the sides meet over, where it is not whole records. */
function meetingOver(status: FlowStatus): string | null {
  const lanes = syncing(status.lanes);
  const over = lanes.flatMap((lane) => lane.firstSync?.over ?? []);
  const whole = lanes.some((lane) => lane.firstSync?.over === null);
  return whole || over.length === 0 ? null : `Filling in ${over.join(', ')}`;
}

/** How a flow goes, in a few words, from what is wanted of it and what the runner says. */
function shownState(desired: string | null, status: FlowStatus | null): ShownState {
  if (desired === null) return { tone: 'neutral', text: 'Draft, never deployed', hollow: true };
  if (desired === 'deleting') return { tone: 'warn', text: 'Being deleted', pulsing: true };
  // What is on its way is still settled after somebody has asked for the pause.
  if (desired === 'paused' && status && status.phase !== 'paused' && status.phase !== 'stopped')
    return { tone: 'neutral', text: 'Pausing', pulsing: true };
  if (desired === 'paused' || status?.phase === 'paused')
    return { tone: 'neutral', text: 'Paused', hollow: true };
  if (!status) return { tone: 'accent', text: 'Starting', pulsing: true };
  switch (status.phase) {
    case 'starting':
      return { tone: 'accent', text: 'Starting', pulsing: true };
    case 'first-sync':
      return {
        tone: 'accent',
        text: `${isRepairing(status.lanes) ? 'Repair' : (meetingOver(status) ?? 'First sync')}${firstSyncShare(status)}`,
        pulsing: true,
      };
    case 'tripped':
      return { tone: 'warn', text: 'Stopped by breaker' };
    case 'failing':
      return { tone: 'fail', text: 'Failing' };
    case 'stopped':
      return { tone: 'fail', text: 'Stopped' };
    case 'live': {
      const lag = lagOf(status);
      return {
        tone: 'ok',
        text: lag === null ? 'Live, nothing to carry' : `Live, ${describeDuration(lag)} behind`,
      };
    }
  }
}

/** The header's line about the flow. */
export function FlowState({ desired }: { desired: string | null }) {
  const status = useLive((state) => state.status);
  const shown = shownState(desired, status);
  return (
    <span role="status" aria-label="State of the flow">
      <StatusDot tone={shown.tone} hollow={shown.hollow} pulsing={shown.pulsing}>
        {shown.text}
      </StatusDot>
    </span>
  );
}
