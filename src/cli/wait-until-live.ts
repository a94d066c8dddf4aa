import { errorPolicy } from '#core/errors/policy.ts';
import type { FlowStatus } from '#core/ledger/lane-status.ts';
import type { Session } from './cli.ts';
import { CliError } from './cli-error.ts';
import { firstSyncLines } from './first-sync-lines.ts';
import { pauseBetween } from './pause-between.ts';

const pausedForGood = 10_000;

/**
 * Shows the first sync until the flow is live. Throws when it pauses or is stopped by its breaker, when it fails of what somebody must
 * mend, and after `timeout` seconds.
 * @param flow.version the version that was just deployed: the status of another one does not count
 */
export async function waitUntilLive(
  session: Session,
  flow: { workspace: string; id: string; name: string; version: number },
  options: { timeout: number },
): Promise<FlowStatus> {
  const live = session.output.live();
  const started = Date.now();
  const deadline = started + options.timeout * 1000;
  for (;;) {
    const found = await session.api.flow.status.query({ workspace: flow.workspace, id: flow.id });
    const status = found?.version === flow.version ? found : null;
    if (status?.phase === 'live') {
      live.finish(firstSyncLines(status));
      return status;
    }
    if (status?.phase === 'failing' && status.error && !passesByItself(status.error)) {
      live.finish(firstSyncLines(status));
      throw new CliError(status.error.code, status.error.message);
    }
    if (status?.phase === 'tripped') {
      const reasons = status.lanes.flatMap((lane) => lane.breaker.map(({ reason }) => reason));
      live.finish(firstSyncLines(status));
      throw new CliError('BREAKER_TRIPPED', reasons.join(' '));
    }
    // A flow that was paused says so until the runner has taken up what is wanted now.
    if (status?.phase === 'paused' && Date.now() - started > pausedForGood)
      throw new CliError('FLOW_NOT_RUNNING', `"${flow.name}" is paused.`);
    live.update(firstSyncLines(status));
    if (Date.now() > deadline) {
      throw new CliError(
        'CONNECTION_TIMEOUT',
        `"${flow.name}" was not live after ${options.timeout} seconds.`,
        {
          detail: status ? `It is ${status.phase}.` : 'No runner has reported on it.',
          remedy: 'Look at its progress with syncline flow status NAME --watch.',
        },
      );
    }
    await pauseBetween(400, session.signal);
  }
}

function passesByItself(error: NonNullable<FlowStatus['error']>): boolean {
  return error.retryAt !== null && errorPolicy[error.code].retry === 'timed';
}
