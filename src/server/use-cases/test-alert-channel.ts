import { randomUUID } from 'node:crypto';
import type { DeliveryAttempt } from '#core/alerts/delivery-attempt.ts';
import type { Notification } from '#core/alerts/notification.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { deliveryQueue } from '#db/alerts/delivery-queue.ts';
import { alertsUrl } from '../alerts/alert-urls.ts';
import { makeDelivery } from '../alerts/delivery-sender.ts';
import { logger } from '../logger.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { findAlertChannel } from './save-alert-channel.ts';

/** Sends a test through a channel now, and tells what came back. It is in the delivery log. Throws `NOT_FOUND`. */
export async function testAlertChannel(context: WorkspaceContext, id: string): Promise<DeliveryAttempt> {
  const { services, workspace } = context;
  const channel = await findAlertChannel(context.store, id);
  const payload: Notification = {
    kind: 'test',
    workspace: { slug: workspace.slug, name: workspace.name },
    notices: [],
    more: 0,
    url: alertsUrl(`${services.publicUrl}/w/${workspace.slug}`),
  };
  const deliveryId = randomUUID();
  await deliveryQueue.add(services.pool, {
    id: deliveryId,
    workspaceId: workspace.id,
    channelId: id,
    channelName: channel.name,
    payload,
  });
  await context.audit({
    action: 'alertChannel.test',
    target: { kind: 'alert channel', id, name: channel.name },
  });
  const [claimed] = await deliveryQueue.claim(services.pool, 1, deliveryId);
  if (!claimed) throw new SyncError('NOT_FOUND', 'The channel was deleted meanwhile.');
  const { pool, secretKey, alertReach: reachable } = services;
  return makeDelivery({ pool, secretKey, reachable, logger }, claimed);
}
