import { z } from 'zod';
import { plainKinds } from './plain-kinds.ts';

const plain = z.object({ kind: z.enum(plainKinds) });
const decimal = z.object({
  kind: z.literal('decimal'),
  precision: z.int().positive().optional(),
  scale: z.int().optional(),
});
const text = z.object({ kind: z.literal('text'), max: z.int().positive().optional() });
const timed = z.object({
  kind: z.enum(['time', 'timestamp', 'timestamptz']),
  /** Digits of the second's fraction, 0 to 6. */
  precision: z.int().min(0).max(6),
});
const enumeration = z.object({ kind: z.literal('enum'), values: z.array(z.string()) });
/** A type that has no neutral peer; only the same native type on the other side takes it. */
const native = z.object({ kind: z.literal('native'), name: z.string() });

/** The type of a field in the words that all connectors share. */
export type NeutralType =
  | z.infer<typeof plain>
  | z.infer<typeof decimal>
  | z.infer<typeof text>
  | z.infer<typeof timed>
  | z.infer<typeof enumeration>
  | z.infer<typeof native>
  | { kind: 'array'; of: NeutralType };

export const NeutralType: z.ZodType<NeutralType> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    plain,
    decimal,
    text,
    timed,
    enumeration,
    native,
    z.object({ kind: z.literal('array'), of: NeutralType }),
  ]),
);
