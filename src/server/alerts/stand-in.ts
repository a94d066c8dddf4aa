import { randomUUID } from 'node:crypto';
import { env } from '#config/env.ts';
import { storePool } from '#db/runner/store-pool.ts';
import { logger } from '../logger.ts';
import { AlertDuty } from './alert-duty.ts';

/** Has the web part look after alerts while no runner is alive; nothing where there is no store, as in a build. */
export function startAlertStandIn(): void {
  const url = env.databaseUrlIfSet();
  if (url === null) return;
  new AlertDuty({
    pool: storePool(url, 'syncline alerts', 2),
    holder: randomUUID(),
    publicUrl: env.publicUrl(),
    secretKey: env.secretKey(),
    reachable: { privateHosts: env.alertPrivateHosts() },
    logger,
    standsIn: true,
  }).start();
}
