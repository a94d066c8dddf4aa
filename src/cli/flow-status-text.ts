import { errorPolicy } from '#core/errors/policy.ts';
import type { DirectionStatus, FlowStatus, LaneStatus } from '#core/ledger/lane-status.ts';
import { describeLogWarning } from '#core/ledger/log-warning.ts';
import type { CliOutput, Tone } from './cli-output.ts';
import { firstSyncLines } from './first-sync-lines.ts';
import { figures } from './format-figures.ts';
import { textTable } from './text-table.ts';

const tones: Record<FlowStatus['phase'], Tone> = {
  starting: 'quiet',
  'first-sync': 'quiet',
  live: 'ok',
  tripped: 'warn',
  paused: 'warn',
  stopped: 'quiet',
  failing: 'fail',
};

/** A flow's status for people: its phase, one row per lane and direction, what waits. */
export function flowStatusText(output: CliOutput, name: string, status: FlowStatus | null): string {
  if (status === null) return `${name}: not deployed, or no runner has reported on it yet.`;
  const lines = [`${name}: ${output.tone(tones[status.phase], status.phase)}`];
  if (status.error) {
    const { code, message, retryAt } = status.error;
    const next = retryAt === null ? 'Waits for somebody to mend it.' : 'Tries again by itself.';
    lines.push(`  ${output.tone('fail', code)}  ${message} ${next}`);
  }
  if (status.phase === 'first-sync') lines.push(...[...firstSyncLines(status).values()].slice(1));
  for (const { leftNodeId, rightNodeId, repair } of status.lanes) {
    if (!repair) continue;
    const at = `${new Date(repair.startedAt / 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
    const story = repair.finished ? `were compared then` : 'are being compared';
    lines.push(`${leftNodeId} ⇄ ${rightNodeId}: a log was lost by ${at}, and both sides ${story}`);
  }
  const rows = status.lanes.flatMap((lane) => [
    directionRow(lane, `${lane.leftNodeId} → ${lane.rightNodeId}`, lane.forward),
    directionRow(lane, `${lane.rightNodeId} → ${lane.leftNodeId}`, lane.backward),
  ]);
  const head = ['lane', 'phase', 'rate', 'lag p50', 'p99', 'applied', 'resolved', 'unchanged', 'failed'];
  if (rows.length > 0) lines.push('', textTable(head, rows, [2, 3, 4, 5, 6, 7, 8]));
  const stopped = status.lanes.flatMap((lane) => lane.breaker);
  if (stopped.length > 0) lines.push('');
  for (const { reason } of stopped) lines.push(`${output.tone('warn', 'BREAKER_TRIPPED')}  ${reason}`);
  if (stopped.length > 0)
    lines.push(`Look at it with syncline breaker show "${name}", then approve or discard.`);
  const waiting = status.lanes.filter(({ pending }) => pending.reconcile + pending.held + pending.parked > 0);
  if (waiting.length > 0) lines.push('');
  for (const { leftNodeId, rightNodeId, pending } of waiting) {
    lines.push(
      `${leftNodeId} ⇄ ${rightNodeId}: ${pending.held} held for a person, ${pending.parked} parked after a failure, ${pending.reconcile} being reconciled`,
    );
  }
  if (status.verified) {
    const { at, agree, records, inFlight, differ, waiting } = status.verified;
    const when = `${new Date(at / 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
    const wait = waiting > 0 ? `, ${figures.count(waiting)} held or parked` : '';
    lines.push(
      '',
      `Verified as of ${when}: ${figures.count(agree)} of ${figures.count(records)} records, ${figures.count(inFlight)} in flight, ${figures.count(differ)} differ${wait}`,
    );
  } else if (status.continuousVerify) lines.push('', 'Verified: the first walk is under way');
  const retained = Object.entries(status.retained).map(([side, bytes]) => `${side} ${figures.bytes(bytes)}`);
  if (retained.length > 0) lines.push('', `Log held back: ${retained.join(', ')}`);
  for (const warning of status.logWarnings) {
    const tone = warning.code === 'LOG_LIMIT_NEAR' ? 'fail' : 'warn';
    lines.push(
      `${output.tone(tone, warning.code)}  ${describeLogWarning(warning)} ${errorPolicy[warning.code].remedy}`,
    );
  }
  return lines.join('\n');
}

function directionRow(lane: LaneStatus, title: string, direction: DirectionStatus): (string | number)[] {
  const { counts, rate, lagP50, lagP99 } = direction;
  return [
    title,
    lane.phase,
    figures.perSecond(rate),
    figures.milliseconds(lagP50),
    figures.milliseconds(lagP99),
    figures.count(counts.applied),
    figures.count(counts.resolved),
    figures.count(counts.unchanged),
    figures.count(counts.failed),
  ];
}
