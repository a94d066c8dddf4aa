import { env } from '#config/env.ts';
import { makeLogger } from './make-logger.ts';

/** The web part's log. */
export const logger = makeLogger('web', env.logLevel());
