import { z } from 'zod';

const side = z.enum(['left', 'right']);
const pair = z.object({ left: z.string(), right: z.string() });

/** How the streams of a deployed lane differ from what they were when it was deployed. */
export const Drift = z.discriminatedUnion('kind', [
  /** A field that the deployed version does not know. */
  z.object({
    kind: z.literal('field-added'),
    side,
    field: z.string(),
    nativeType: z.string(),
    /** New records cannot be made without it: it may not be empty, and the system does not fill it in. */
    required: z.boolean(),
  }),
  /** The field of this pair is gone: the pair is suspended. */
  z.object({ kind: z.literal('field-dropped'), side, field: z.string(), pair }),
  /** The field of this pair has another name now: the pair is suspended until somebody says that it is the same. */
  z.object({ kind: z.literal('field-renamed'), side, field: z.string(), to: z.string(), pair }),
  /** The field of this pair has another type; the pair is suspended where `refused` says why no value can go. */
  z.object({
    kind: z.literal('field-retyped'),
    side,
    field: z.string(),
    from: z.string(),
    to: z.string(),
    refused: z.string().nullable(),
    pair,
  }),
  /** The field of this pair cannot be written any more: the pair is suspended. */
  z.object({ kind: z.literal('field-read-only'), side, field: z.string(), pair }),
  /** The stream is gone, or has another name: nothing can be written to it or read from it. */
  z.object({ kind: z.literal('stream-missing'), side, stream: z.string() }),
  /** Records of this side cannot be found any more: a field of the key is gone, or does not fit the other side. */
  z.object({ kind: z.literal('key-broken'), side, fields: z.array(z.string()), why: z.string() }),
  /** A field that code or a filter on this side uses is gone, renamed or of another type: the side can neither be read nor written. */
  z.object({
    kind: z.literal('use-broken'),
    side,
    nodeId: z.string(),
    fields: z.array(z.string()),
    why: z.string(),
  }),
  /** Nothing makes the key unique any more: it may find more than one record. */
  z.object({ kind: z.literal('key-not-unique'), side, fields: z.array(z.string()) }),
  /** The log holds more or less of a row's old state than before. */
  z.object({
    kind: z.literal('old-rows'),
    side,
    from: z.enum(['full', 'key', 'none']),
    to: z.enum(['full', 'key', 'none']),
  }),
]);
export type Drift = z.infer<typeof Drift>;

/**
 * The name under which a drift is known: the same as long as the same thing differs in the same way,
 * so that what was decided about it stays with it.
 */
export function driftKey(drift: Drift): string {
  switch (drift.kind) {
    case 'field-added':
      return `${drift.side}:${drift.kind}:${drift.field}`;
    case 'field-dropped':
    case 'field-read-only':
      return `${drift.side}:${drift.kind}:${drift.field}:${drift.pair.left}=${drift.pair.right}`;
    case 'field-renamed':
    case 'field-retyped':
      return `${drift.side}:${drift.kind}:${drift.field}:${drift.to}:${drift.pair.left}=${drift.pair.right}`;
    case 'stream-missing':
      return `${drift.side}:${drift.kind}:${drift.stream}`;
    case 'key-broken':
    case 'key-not-unique':
      return `${drift.side}:${drift.kind}:${drift.fields.join(',')}`;
    case 'use-broken':
      return `${drift.side}:${drift.kind}:${drift.nodeId}:${drift.fields.join(',')}`;
    case 'old-rows':
      return `${drift.side}:${drift.kind}:${drift.to}`;
  }
}
