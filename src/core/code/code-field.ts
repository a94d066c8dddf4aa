import { z } from 'zod';
import { NeutralType } from '../values/neutral-type.ts';

/** A field of the records that code is given or makes. */
export const CodeField = z.strictObject({
  name: z.string().min(1).max(200),
  type: NeutralType,
  nullable: z.boolean().default(true),
});
export type CodeField = z.infer<typeof CodeField>;
