import { z } from 'zod';
import { NeutralType } from '../values/neutral-type.ts';

/** A field that a stream shall get. */
export const WantedField = z.object({
  name: z.string().min(1),
  type: NeutralType,
  /** The type in the target's own words, as its dialect spelled it or a person wrote it. */
  nativeType: z.string().min(1),
  nullable: z.boolean(),
  /** What the system fills in where an insert leaves the field out. */
  default: z.enum(['uuid']).nullable(),
  comment: z.string().nullable(),
});
export type WantedField = z.infer<typeof WantedField>;

/** Fields whose values are the key, or a unique set, of another stream. */
export const WantedReference = z.object({
  fields: z.array(z.string()).min(1),
  stream: z.string(),
  referencedFields: z.array(z.string()).min(1),
});
export type WantedReference = z.infer<typeof WantedReference>;

/** A stream that shall be made, in the words that all connectors share. */
export const WantedTable = z.object({
  /** The stream's name as the target's introspection will give it, e.g. `public.contacts`. */
  name: z.string(),
  fields: z.array(WantedField),
  key: z.array(z.string()),
  uniques: z.array(z.array(z.string())),
  /** Further sets of fields by which rows are looked for. */
  indexes: z.array(z.array(z.string())),
  references: z.array(WantedReference),
});
export type WantedTable = z.infer<typeof WantedTable>;

/** One thing that shall be made in a system, in an order in which each finds what it needs. */
export type WantedChange =
  | { kind: 'create-table'; table: WantedTable }
  /** A reference that closes a circle, once both streams are there. */
  | { kind: 'add-reference'; stream: string; reference: WantedReference }
  | { kind: 'add-field'; stream: string; field: WantedField };
