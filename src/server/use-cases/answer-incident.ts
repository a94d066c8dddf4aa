import { SyncError } from '#core/errors/sync-error.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** Says that the caller looks after an incident: nobody is reminded of it any more. Throws `NOT_FOUND` where it is over. */
export async function acknowledgeIncident(context: WorkspaceContext, id: string): Promise<void> {
  const { label } = context.actor;
  await context.transaction(async (store, audit) => {
    const event = { at: Date.now(), kind: 'acknowledged', by: label, detail: '' } as const;
    const found = await store.alertIncidents.find(id);
    if (!found || !(await store.alertIncidents.acknowledge(id, label, event))) throw over();
    await audit({ action: 'alert.acknowledge', target: { kind: 'alert', id, name: found.ruleName } });
  });
}

/** Has nobody told of an incident for so many minutes; null ends that. Throws `NOT_FOUND` where it is over. */
export async function muteIncident(
  context: WorkspaceContext,
  { id, minutes }: { id: string; minutes: number | null },
): Promise<void> {
  const until = minutes === null ? null : new Date(Date.now() + minutes * 60_000);
  const kind = until ? 'muted' : 'unmuted';
  await context.transaction(async (store, audit) => {
    const event = {
      at: Date.now(),
      kind,
      by: context.actor.label,
      detail: until?.toISOString() ?? '',
    } as const;
    const found = await store.alertIncidents.find(id);
    if (!found || !(await store.alertIncidents.mute(id, until, event))) throw over();
    await audit({
      action: until ? 'alert.mute' : 'alert.unmute',
      target: { kind: 'alert', id, name: found.ruleName },
      ...(until ? { detail: { until: until.toISOString() } } : {}),
    });
  });
}

function over(): SyncError {
  return new SyncError('NOT_FOUND', 'There is no such alert, or it is over.');
}
