import { z } from 'zod';
import { ShownRow, ShownValue } from '../masking/shown-value.ts';
import { MatchForm } from './match-form.ts';

/**
 * How many records of either side go by one name: one or several of each, or of one side alone;
 * `filtered` where it is at most one of each, and a filter leaves one of them out.
 */
export const MatchKind = z.enum(['1:1', '1:n', 'n:1', 'n:m', 'left', 'right', 'filtered']);
export type MatchKind = z.infer<typeof MatchKind>;

/** Records that go by one name, the first few of each side. */
export const MatchSample = z.object({ left: z.array(ShownRow), right: z.array(ShownRow) });
export type MatchSample = z.infer<typeof MatchSample>;

export const MatchGroup = z.object({
  kind: MatchKind,
  /** Names, and the records of each side that go by them. */
  names: z.int(),
  left: z.int(),
  right: z.int(),
  samples: z.array(MatchSample),
});
export type MatchGroup = z.infer<typeof MatchGroup>;

const sideReport = z.object({
  stream: z.string(),
  rows: z.int(),
  /** Rows that find no other, since a value is missing, empty in its form, or does not fit the other side. */
  unnamed: z.int(),
  unnamedSamples: z.array(ShownRow),
});

/** What the sides would make of a field over which linked records differ. */
export const FieldMeeting = z.object({
  left: z.string(),
  right: z.string(),
  differing: z.int(),
  /** By whose value survives. */
  survivors: z.object({ left: z.int(), right: z.int(), merged: z.int(), held: z.int() }),
  samples: z.array(
    z.object({
      left: ShownValue,
      right: ShownValue,
      survivor: z.enum(['left', 'right', 'merged', 'held']),
      why: z.string(),
    }),
  ),
});
export type FieldMeeting = z.infer<typeof FieldMeeting>;

/** How the records of a lane's two sides would be linked, and what their first meeting would write. Nothing was written. */
export const MatchReport = z.object({
  mappingNodeId: z.string(),
  by: z.array(z.object({ left: z.string(), right: z.string(), form: MatchForm })),
  left: sideReport,
  right: sideReport,
  groups: z.array(MatchGroup),
  /** Of the records that find exactly one other. */
  meeting: z.object({
    compared: z.int(),
    agree: z.int(),
    /** Would be written on the left, on the right. */
    writes: z.object({ left: z.int(), right: z.int() }),
    /** Would wait for a person. */
    held: z.int(),
    /** Hold a value that does not fit the other side. */
    refused: z.int(),
    refusals: z.array(z.string()),
    fields: z.array(FieldMeeting),
    /** Left names of pairs that were not compared: they refer to linked records, whose links do not exist yet. */
    skipped: z.array(z.string()),
  }),
  /** What would become of records that find no other one, ambiguous ones left out. */
  alone: z.object({
    left: z.object({ records: z.int(), rule: z.enum(['create', 'ignore', 'delete']) }),
    right: z.object({ records: z.int(), rule: z.enum(['create', 'ignore', 'delete']) }),
  }),
  /** Records that would wait, since several on one side or both go by the same name. */
  ambiguous: z.object({ left: z.int(), right: z.int() }),
  /** Microseconds since 1970. */
  at: z.number(),
});
export type MatchReport = z.infer<typeof MatchReport>;
