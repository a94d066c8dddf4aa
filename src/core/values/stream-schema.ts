import { z } from 'zod';
import { NeutralType } from './neutral-type.ts';

/** One field of a stream. */
export const Field = z.object({
  name: z.string(),
  /** The system's own number of the field, which a rename keeps and another field of the name never gets; absent where it has none. */
  number: z.int().optional(),
  /** The type as its system spells it, e.g. `character varying(120)`. */
  nativeType: z.string(),
  type: NeutralType,
  nullable: z.boolean(),
  /** The system fills the field in when an insert leaves it out. */
  hasDefault: z.boolean(),
  /** The system refuses written values (generated columns, identity ALWAYS). */
  readOnly: z.boolean(),
  comment: z.string().nullable(),
  /** Where values of different texts may be the same: by what rule, e.g. `citext`. */
  folds: z.string().optional(),
});
export type Field = z.infer<typeof Field>;

/** How much of a row's old state the log delivers on update and delete. */
export const BeforeImage = z.enum(['full', 'key', 'none']);
export type BeforeImage = z.infer<typeof BeforeImage>;

/** A table or object of a connection, as introspection found it. */
export const StreamSchema = z.object({
  /** Qualified name, e.g. `public.contacts`. */
  name: z.string(),
  /** The system's own id of the stream, which another stream of the name never gets; absent where it has none. */
  id: z.string().optional(),
  fields: z.array(Field),
  /** Fields of the primary key, in order; empty where there is none. */
  key: z.array(z.string()),
  /** Every other unique set of fields, none of them nullable-only partial indexes. */
  uniques: z.array(z.array(z.string())),
  references: z.array(
    z.object({ fields: z.array(z.string()), stream: z.string(), referencedFields: z.array(z.string()) }),
  ),
  /** The planner's estimate, null when it has none. */
  rowEstimate: z.number().nullable(),
  beforeImage: BeforeImage,
});
export type StreamSchema = z.infer<typeof StreamSchema>;
