import type { WorkspaceContext } from '../workspace-context.ts';
import { findAlertChannel } from './save-alert-channel.ts';

/** Deletes a channel, also from the rules that name it. Throws `NOT_FOUND`. */
export async function deleteAlertChannel(context: WorkspaceContext, id: string): Promise<void> {
  const channel = await findAlertChannel(context.store, id);
  await context.transaction(async (store, audit) => {
    await store.alertRules.forgetChannel(id);
    await store.alertChannels.delete(id);
    await audit({ action: 'alertChannel.delete', target: { kind: 'alert channel', id, name: channel.name } });
  });
}
