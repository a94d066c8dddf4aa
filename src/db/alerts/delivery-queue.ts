import type { Pool, PoolClient } from 'pg';
import type { ChannelKind } from '#core/alerts/alert-channel.ts';
import type { DeliveryAttempt } from '#core/alerts/delivery-attempt.ts';
import type { Notification } from '#core/alerts/notification.ts';
import { deliveryAttempts, longestRetry } from '#core/alerts/retry-delay.ts';

/** A delivery with the channel that it goes through, secrets still sealed. */
export type ClaimedDelivery = {
  id: string;
  payload: Notification;
  /** This one counted. */
  attempt: number;
  lastAttempt: number;
  channel: { id: string; kind: ChannelKind; config: Record<string, unknown>; secrets: string };
};

export type NewDelivery = {
  id: string;
  workspaceId: string;
  channelId: string;
  channelName: string;
  payload: Notification;
};

/** Seconds that an attempt may take before another process takes it for lost. */
const CLAIM_SECONDS = 60;
/** Attempts that the log of a delivery keeps. */
const LOG_LENGTH = 30;

/**
 * Deliveries that wait, until they are made or given up. A claim says who is at it: a process that dies leaves the
 * delivery to the next one, which tries again under the same id.
 */
export const deliveryQueue = {
  async add(client: Pool | PoolClient, delivery: NewDelivery): Promise<void> {
    const { id, workspaceId, channelId, channelName, payload } = delivery;
    await client.query(
      `INSERT INTO alert_delivery (id, "workspaceId", "channelId", "channelName", payload, kind, state, "lastAttempt",
         "nextAttemptAt") VALUES ($1, $2, $3, $4, $5, $6, 'queued', $7, now())`,
      [
        id,
        workspaceId,
        channelId,
        channelName,
        payload,
        payload.kind,
        payload.kind === 'test' ? 1 : deliveryAttempts,
      ],
    );
  },

  /** Takes deliveries whose time has come. @param id only this one, whenever its time is */
  async claim(pool: Pool, atMost: number, id: string | null = null): Promise<ClaimedDelivery[]> {
    const claimed = await pool.query<ClaimedDelivery>(
      `UPDATE alert_delivery d SET state = 'sending', attempts = attempts + 1,
         "claimedUntil" = now() + make_interval(secs => ${CLAIM_SECONDS})
       FROM alert_channel c
       WHERE c.id = d."channelId" AND d.id IN (
         SELECT id FROM alert_delivery
         WHERE "channelId" IS NOT NULL AND CASE WHEN $2::text IS NULL
           THEN kind <> 'test' AND ((state = 'queued' AND "nextAttemptAt" <= now())
             OR (state = 'sending' AND "claimedUntil" < now())
             -- Nothing waits, or is under way, for that long: the clock was set back.
             OR (state = 'queued' AND "nextAttemptAt" > now() + make_interval(secs => ${2 * (longestRetry / 1000)}))
             OR (state = 'sending' AND "claimedUntil" > now() + make_interval(secs => ${2 * CLAIM_SECONDS})))
           ELSE id = $2 AND state = 'queued' END
         ORDER BY "nextAttemptAt" LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING d.id, d.payload, d.attempts AS attempt, d."lastAttempt",
         json_build_object('id', c.id, 'kind', c.kind, 'config', c.config, 'secrets', c.secrets) AS channel`,
      [atMost, id],
    );
    return claimed.rows;
  },

  /**
   * Writes down what came of an attempt.
   * @param retryIn milliseconds until the next one, where it failed; null where there is none
   */
  async finish(
    pool: Pool,
    delivery: Pick<ClaimedDelivery, 'id' | 'attempt'>,
    attempt: DeliveryAttempt,
    retryIn: number | null,
  ): Promise<void> {
    const state = attempt.ok ? 'delivered' : retryIn === null ? 'dead' : 'queued';
    await pool.query(
      `UPDATE alert_delivery SET "claimedUntil" = NULL,
         -- The channel may have been deleted meanwhile.
         state = CASE WHEN $3 = 'queued' AND "channelId" IS NULL THEN 'dead' ELSE $3 END,
         "deliveredAt" = CASE WHEN $3 = 'delivered' THEN now() END,
         "nextAttemptAt" = now() + make_interval(secs => $4::float8 / 1000),
         log = CASE WHEN jsonb_array_length(log) < ${LOG_LENGTH} THEN log ELSE log - 0 END || $5::jsonb
       WHERE id = $1 AND state = 'sending' AND attempts = $2`,
      [delivery.id, delivery.attempt, state, retryIn ?? 0, JSON.stringify([attempt])],
    );
  },

  /** Gives up what no channel is left for, and forgets what is long over. */
  async tidy(client: PoolClient, keepDays: number): Promise<void> {
    await client.query(
      `UPDATE alert_delivery SET state = 'dead' WHERE state IN ('queued', 'sending')
         AND ("channelId" IS NULL OR kind = 'test' AND "createdAt" < now() - interval '5 minutes')`,
    );
    await client.query(
      `DELETE FROM alert_delivery WHERE state IN ('delivered', 'dead') AND "createdAt" < now() - make_interval(days => $1)`,
      [keepDays],
    );
    await client.query(
      `DELETE FROM alert_incident WHERE state = 'resolved' AND "resolvedAt" < now() - make_interval(days => $1)`,
      [keepDays],
    );
  },
};
