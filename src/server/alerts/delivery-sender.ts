import type { Pool } from 'pg';
import type { DeliveryAttempt } from '#core/alerts/delivery-attempt.ts';
import { retryDelay } from '#core/alerts/retry-delay.ts';
import type { Logger } from '#core/ports/logger.ts';
import { type ClaimedDelivery, deliveryQueue } from '#db/alerts/delivery-queue.ts';
import type { Reachable } from './guarded-lookup.ts';
import { openChannel } from './open-channel.ts';
import { goneStatus, sendNotification } from './send-notification.ts';

/** Deliveries that one process makes at once. */
const AT_ONCE = 4;

export type DeliveryContext = { pool: Pool; secretKey: Buffer; reachable: Reachable; logger: Logger };

/** Makes all deliveries whose time has come. */
export async function sendDueDeliveries(context: DeliveryContext): Promise<void> {
  for (;;) {
    const claimed = await deliveryQueue.claim(context.pool, AT_ONCE);
    if (claimed.length === 0) return;
    await Promise.all(claimed.map((delivery) => makeDelivery(context, delivery)));
  }
}

/** Makes one attempt at a claimed delivery, and writes down what came of it. */
export async function makeDelivery(
  context: DeliveryContext,
  delivery: ClaimedDelivery,
): Promise<DeliveryAttempt> {
  const attempt = await attemptAt(context, delivery);
  const again = !attempt.ok && attempt.status !== goneStatus && delivery.attempt < delivery.lastAttempt;
  const pause = Math.max(retryDelay(delivery.attempt, Math.random()), attempt.retryAfter ?? 0);
  const retryIn = again ? pause : null;
  await deliveryQueue.finish(context.pool, delivery, attempt, retryIn);
  if (!attempt.ok) {
    const { id, channel } = delivery;
    const fields = {
      delivery: id,
      channel: channel.id,
      status: attempt.status,
      reason: attempt.answer,
      retryIn,
    };
    context.logger.warn(fields, again ? 'an alert was not delivered' : 'an alert was given up');
  }
  return attempt;
}

async function attemptAt(context: DeliveryContext, delivery: ClaimedDelivery): Promise<DeliveryAttempt> {
  try {
    const settings = openChannel(context.secretKey, delivery.channel);
    return await sendNotification(settings, delivery, context.reachable);
  } catch (error) {
    // Secrets that cannot be opened, or settings of another version: it is the channel that must be mended.
    const answer = error instanceof Error ? error.message : 'The channel cannot be used.';
    return { at: Date.now(), ok: false, status: null, answer, milliseconds: 0 };
  }
}
