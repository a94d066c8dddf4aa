import type { Caller } from '../auth/caller.ts';
import type { Services } from '../services.ts';

/** What every procedure gets. */
export type Context = { services: Services; caller: Caller };
