import { z } from 'zod';

/** How the API names a connection: by id, or by name. One of them must be there. */
export const reference = { id: z.string().optional(), name: z.string().optional() };
export type Reference = { id?: string; name?: string };
