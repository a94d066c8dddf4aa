import { z } from 'zod';

/** A connection's name: flow files and commands use it. */
export const ConnectionName = z.string().trim().min(1).max(60);

/** Settings as a form or a command sends them: the connector's fields, or `{ url }`. */
export const ConfigInput = z.record(z.string(), z.unknown());
