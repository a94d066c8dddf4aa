import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { type AlertNotice, type Notification, noticesAtMost } from '#core/alerts/notification.ts';
import { isQuiet, QuietHours } from '#core/alerts/quiet-hours.ts';
import { deliveryQueue } from '#db/alerts/delivery-queue.ts';
import {
  holdNotices,
  listWaitingChannels,
  takeNotices,
  type WaitingChannel,
} from '#db/alerts/pending-notices.ts';
import { alertsUrl } from './alert-urls.ts';

/** A channel is told something at most this often (seconds): what comes meanwhile is told together. */
const GROUP_SECONDS = 30;

const order = { critical: 0, warning: 1, info: 2 } as const;

/** Puts what channels are to be told into deliveries, but for what quiet hours hold back. In the lease's transaction. */
export async function assembleDeliveries(
  client: PoolClient,
  publicUrl: string,
  now = Date.now(),
): Promise<void> {
  for (const channel of await listWaitingChannels(client)) {
    const { channelId, restedSeconds } = channel;
    const quietHours = QuietHours.safeParse(channel.quietHours).data ?? null;
    const quiet = quietHours !== null && isQuiet(quietHours, now);
    if (quiet) await holdNotices(client, channelId, quietHours.letThrough);
    if (restedSeconds !== null && restedSeconds < GROUP_SECONDS) continue;
    const taken = await takeNotices(client, channelId, !quiet);
    if (taken.length === 0) continue;
    const payload = notificationOf(channel, taken, `${publicUrl}/w/${channel.workspace.slug}`);
    await deliveryQueue.add(client, {
      id: randomUUID(),
      workspaceId: channel.workspace.id,
      channelId,
      channelName: channel.channelName,
      payload,
    });
  }
}

function notificationOf(
  { workspace: { slug, name } }: WaitingChannel,
  taken: { body: AlertNotice; held: boolean }[],
  root: string,
): Notification {
  const kind = taken.some(({ held }) => held) ? 'digest' : taken.length === 1 ? 'alert' : 'group';
  const notices = taken.map(({ body }) => body).sort((a, b) => order[a.severity] - order[b.severity]);
  return {
    kind,
    workspace: { slug, name },
    notices: notices.slice(0, noticesAtMost),
    more: Math.max(0, notices.length - noticesAtMost),
    url: alertsUrl(root),
  };
}
