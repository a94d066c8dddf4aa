import type { FirstSyncProgress, FlowStatus } from '#core/ledger/lane-status.ts';
import { figures } from './format-figures.ts';

const BAR = 20;

/** The flow's phase and one line per stream that is being copied for the first time, by stable names. */
export function firstSyncLines(status: FlowStatus | null): Map<string, string> {
  const lines = new Map<string, string>();
  lines.set('phase', status ? `Flow is ${status.phase}` : 'Waiting for a runner');
  if (status?.error) lines.set('error', `${status.error.code}  ${status.error.message}`);
  for (const lane of status?.lanes ?? []) {
    for (const side of ['left', 'right'] as const) {
      const progress = lane.firstSync?.[side];
      if (!progress) continue;
      const over = lane.firstSync?.over ? `  over ${lane.firstSync.over.join(', ')}` : '';
      lines.set(`${lane.laneId}/${side}`, streamLine(progress) + over);
    }
  }
  return lines;
}

function streamLine(progress: FirstSyncProgress): string {
  const { stream, done, estimate, rate, secondsLeft, finished } = progress;
  const share = finished ? 1 : estimate ? Math.min(done / estimate, 0.99) : 0;
  const filled = Math.round(share * BAR);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}`;
  const rows =
    estimate === null || finished
      ? figures.count(done)
      : `${figures.count(done)} of ~${figures.count(estimate)}`;
  const rest = finished
    ? 'done'
    : `${figures.perSecond(rate)}${secondsLeft === null ? '' : `, ${figures.seconds(secondsLeft)} left`}`;
  return `  ${stream.padEnd(28)} ${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${rows} rows  ${rest}`;
}
