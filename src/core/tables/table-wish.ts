import { z } from 'zod';

/** What a person wants otherwise for one field than was proposed. */
export const FieldWish = z.object({
  name: z.string().trim().min(1).max(255).optional(),
  /** The target's own spelling of a type. */
  nativeType: z.string().trim().min(1).max(2000).optional(),
  nullable: z.boolean().optional(),
  /** Not made at all, or made though it was proposed to leave it out. */
  leaveOut: z.boolean().optional(),
});
export type FieldWish = z.infer<typeof FieldWish>;

/** A stream that shall be made in another system too, and what a person wants otherwise than proposed. */
export const TableWish = z.object({
  /** The source's stream. */
  stream: z.string(),
  /** The new stream's name. */
  name: z.string().trim().min(1).max(300).optional(),
  /** By the source's field names. */
  fields: z.record(z.string(), FieldWish).default({}),
  /** The source's fields by which records will be matched; its key where none is named. */
  match: z.array(z.string()).max(32).default([]),
});
export type TableWish = z.infer<typeof TableWish>;
