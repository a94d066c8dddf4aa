import { pino } from 'pino';
import { env } from '#config/env.ts';

/** The web part's log: one JSON object a line, to standard output. */
export const logger = pino({ name: 'web', level: env.logLevel() });
