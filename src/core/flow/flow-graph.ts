import { z } from 'zod';
import { CodeCase, PinnedRecord } from '../code/code-case.ts';
import { CodeField } from '../code/code-field.ts';
import { CodeForm } from '../code/code-form.ts';
import { MatchForm } from '../matching/match-form.ts';
import { PairTransform } from '../transform/transform.ts';
import { Breaker } from './breaker.ts';
import { PairDecision, PairRejection } from './pair-decision.ts';

/** Which way values go: `forward` is left to right. */
export const Direction = z.enum(['both', 'forward', 'backward']);
export type Direction = z.infer<typeof Direction>;

const id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/, 'letters, digits, - and _ only');

/** Decides a conflict over one field, or over a whole record. */
export const Rule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('newest'), tie: z.enum(['left', 'right']).default('left') }),
  z.strictObject({ kind: z.literal('oldest'), tie: z.enum(['left', 'right']).default('left') }),
  z.strictObject({
    kind: z.literal('prefer'),
    side: z.enum(['left', 'right']),
    /** Where that side's value is empty, the other one's stands. */
    unlessEmpty: z.boolean().optional(),
  }),
  /** Both values become one; where they cannot, the newest wins. */
  z.strictObject({ kind: z.literal('merge'), tie: z.enum(['left', 'right']).default('left') }),
  z.strictObject({ kind: z.literal('hold') }),
  /** The `merge` of this code node decides. */
  z.strictObject({ kind: z.literal('code'), node: id }),
]);
export type Rule = z.infer<typeof Rule>;

const place = z.strictObject({ x: z.number(), y: z.number() });
const base = { id, position: place.optional(), label: z.string().max(120).optional() };

export const EndpointNode = z.strictObject({
  ...base,
  kind: z.literal('endpoint'),
  /** Name of a connection of the workspace. */
  connection: z.string().default(''),
  stream: z.string().default(''),
});
export type EndpointNode = z.infer<typeof EndpointNode>;

const further = z.array(z.string().min(1)).max(20).optional();

export const FieldPair = z.strictObject({
  left: z.string(),
  right: z.string(),
  /**
   * Further fields of a side, where its steps make one value of several (`left`, then these, in this
   * order) or several of one. A pair whose value is computed from nothing has an empty name on that side.
   */
  also: z.strictObject({ left: further, right: further }).optional(),
  direction: Direction.optional(),
  /** What values go through between the two sides, beyond the cast. */
  transform: PairTransform.optional(),
  /** Somebody knows that not every value comes back as it was, and carries the pair both ways all the same. */
  lossy: z
    .strictObject({
      reason: z.string().trim().min(1).max(500),
      by: z.string().max(200).optional(),
      at: z.iso.datetime().optional(),
    })
    .optional(),
  /**
   * Id of the linking mapping whose records the pair refers to: its values are translated by that
   * mapping's links. Found without being named where both fields are foreign keys to linked records.
   */
  through: z.string().optional(),
  /** The side on which the field was made for this pair: what is empty there has nothing to say when the sides meet over it. */
  made: z.enum(['left', 'right']).optional(),
  /** How the pair came to be. */
  decision: PairDecision.optional(),
  /** What people want to say of the pair, for those that the name alone does not explain. */
  note: z.string().max(500).optional(),
});
export type FieldPair = z.infer<typeof FieldPair>;

/** Each side makes its own keys: a record's two keys are tied by a link that Syncline keeps. */
export const Link = z.strictObject({
  /** The field that is each side's own key; its primary key where none is named. */
  left: z.string().optional(),
  right: z.string().optional(),
  /** Field pairs by which records that exist on both sides find each other when they first meet. */
  by: z.array(z.tuple([z.string(), z.string()])).default([]),
  /** In what form the values of such a pair are compared, by the left field's name; `exact` for the others. */
  forms: z.record(z.string(), MatchForm).optional(),
});
export type Link = z.infer<typeof Link>;

export const MappingNode = z.strictObject({
  ...base,
  kind: z.literal('mapping'),
  direction: Direction.default('both'),
  /** Field pairs that find the same record on both sides. */
  match: z.array(z.tuple([z.string(), z.string()])).default([]),
  /** In place of `match`, where the two sides do not share a key. */
  link: Link.optional(),
  fields: z.array(FieldPair).default([]),
  /** Suggestions that were turned down. */
  rejected: z.array(PairRejection).max(5000).optional(),
});
export type MappingNode = z.infer<typeof MappingNode>;

export const Deletes = z.strictObject({
  carry: z.enum(['both', 'forward', 'backward', 'none']).default('both'),
  /** One side deleted, the other changed: which wins. */
  againstUpdate: z.enum(['update', 'delete', 'hold']).default('update'),
});
export type Deletes = z.infer<typeof Deletes>;

/** What a lane does when it first meets existing data. */
export const FirstMeeting = z.strictObject({
  onlyLeft: z.enum(['create', 'ignore', 'delete']).default('create'),
  onlyRight: z.enum(['create', 'ignore', 'delete']).default('create'),
  differ: Rule.default({ kind: 'prefer', side: 'left' }),
  /** Which value survives where the sides differ over a field, by the left field's name; `differ` for the others. */
  fields: z.record(z.string(), Rule).optional(),
});
export type FirstMeeting = z.infer<typeof FirstMeeting>;

export const ConflictNode = z.strictObject({
  ...base,
  kind: z.literal('conflict'),
  rule: Rule.default({ kind: 'newest', tie: 'left' }),
  /** Rules per field, by the left field's name. */
  fields: z.record(z.string(), Rule).default({}),
  deletes: Deletes.default({ carry: 'both', againstUpdate: 'update' }),
  first: FirstMeeting.default({
    onlyLeft: 'create',
    onlyRight: 'create',
    differ: { kind: 'prefer', side: 'left' },
  }),
  /** Limits beyond which the lane stops and asks; absent: the default ones. */
  breaker: z.union([z.literal('off'), Breaker]).optional(),
});
export type ConflictNode = z.infer<typeof ConflictNode>;

/** What becomes of a record on the other side once it does not meet the filter any more. */
export const FilterLeave = z.enum(['keep', 'delete']);
export type FilterLeave = z.infer<typeof FilterLeave>;

/** Says which records of its side a lane carries: before the mapping the left one's, behind it the right one's. */
export const FilterNode = z.strictObject({
  ...base,
  kind: z.literal('filter'),
  /** An expression over the fields of the side's stream that says yes or no. */
  condition: z.string().max(2000).default(''),
  leave: FilterLeave.default('keep'),
});
export type FilterNode = z.infer<typeof FilterNode>;

/** One way out of a router. */
export const RouterBranch = z.strictObject({
  id,
  name: z.string().trim().min(1).max(60),
  /** An expression over the fields of the stream that says yes or no. */
  condition: z.string().max(2000).default(''),
});
export type RouterBranch = z.infer<typeof RouterBranch>;

/**
 * Sends each record of the left side to the first branch whose condition it meets, or else to `otherwise`.
 * It stands before the mappings; the edges that leave it name their branch.
 */
export const RouterNode = z.strictObject({
  ...base,
  kind: z.literal('router'),
  branches: z.array(RouterBranch).max(20).default([]),
  /** What becomes of a record where its branch led, once it belongs to another one. */
  leave: FilterLeave.default('delete'),
});
export type RouterNode = z.infer<typeof RouterNode>;

/** A name by which code knows a module or a table. */
export const CodeName = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z][A-Za-z0-9_-]*$/, 'letters, digits, - and _ only, a letter first');

const digest = z.string().regex(/^[0-9a-f]{16}$/, '16 hexadecimal digits');
const ejectedRule = z.strictObject({ name: z.string(), rule: Rule });

/** What a code node was made of, so that it can turn back; `digest` is that of the source as it was written then. */
export const Ejected = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('mapping'),
    digest,
    /** Id of the mapping whose work it does. */
    mapping: id,
    /** Every pair of which it does the work: as it was, and what the mapping has in its place. */
    pairs: z.array(z.strictObject({ was: FieldPair, is: FieldPair })).max(1000),
    /** Rules of the conflict node that are under another field's name since then; without `was`, that are there since then. */
    rules: z
      .array(
        z.strictObject({ of: z.enum(['conflict', 'first']), was: ejectedRule.optional(), is: ejectedRule }),
      )
      .max(2000)
      .optional(),
  }),
  z.strictObject({ kind: z.literal('filter'), digest, filter: FilterNode }),
]);
export type Ejected = z.infer<typeof Ejected>;

/**
 * TypeScript for the one step that needs it. Before the mapping it works on the left side's records,
 * behind it on the right one's; a `merge` stands on no path and is named by conflict rules.
 */
export const CodeNode = z.strictObject({
  ...base,
  kind: z.literal('code'),
  form: CodeForm.default('transform'),
  source: z.string().max(200_000).default(''),
  /** Fields of the record on the mapping's side of the node; those of the other side where it is absent. */
  fields: z.array(CodeField).max(1000).optional(),
  /** Versions of the workspace's modules that the source imports, by name. */
  modules: z.record(CodeName, z.int().positive()).optional(),
  /** What becomes of a record on the other side once the code lets it through no more. */
  leave: FilterLeave.default('keep'),
  /** Tests that run before each deploy. */
  cases: z.array(CodeCase).max(200).optional(),
  /** Records that the code is tried on. They test nothing. */
  pins: z.array(PinnedRecord).max(50).optional(),
  /** Somebody knows that the two functions do not undo each other, and deploys the lens all the same. */
  lawless: z
    .strictObject({
      reason: z.string().trim().min(1).max(500),
      by: z.string().max(200).optional(),
      at: z.iso.datetime().optional(),
    })
    .optional(),
  /** Absent where somebody wrote it from the start. */
  ejected: Ejected.optional(),
});
export type CodeNode = z.infer<typeof CodeNode>;

/** A look-up table of the flow, for its code nodes. */
export const FlowTable = z.strictObject({
  name: CodeName,
  entries: z.array(z.tuple([z.string().max(200), z.string().max(2000).nullable()])).max(10_000),
});
export type FlowTable = z.infer<typeof FlowTable>;

export const NoteNode = z.strictObject({
  ...base,
  kind: z.literal('note'),
  /** Plain text, or a little Markdown: bold, italic, code, links, lists and headings. */
  text: z.string().max(4000).default(''),
  /** Yellow where it is absent. */
  colour: z.enum(['blue', 'green', 'rose', 'grey']).optional(),
  /** By the length of its text where it is absent. */
  size: z.enum(['small', 'medium', 'large']).optional(),
  /** Id of the node that it belongs to, and moves with. */
  about: id.optional(),
});
export type NoteNode = z.infer<typeof NoteNode>;

export const FlowNode = z.discriminatedUnion('kind', [
  EndpointNode,
  MappingNode,
  FilterNode,
  RouterNode,
  CodeNode,
  ConflictNode,
  NoteNode,
]);
export type FlowNode = z.infer<typeof FlowNode>;

export const FlowEdge = z.strictObject({
  id,
  source: id,
  target: id,
  /** Of an edge that leaves a router: the id of its branch, or `otherwise`. */
  branch: id.optional(),
});
export type FlowEdge = z.infer<typeof FlowEdge>;

export const FORMAT_VERSION = 1;

/** A flow as it is saved, versioned, and kept in files. */
export const FlowGraph = z.strictObject({
  formatVersion: z.literal(FORMAT_VERSION),
  name: z.string().trim().min(1).max(120),
  nodes: z.array(FlowNode).max(2000),
  edges: z.array(FlowEdge).max(4000),
  /** Look-up tables that code nodes read. */
  tables: z.array(FlowTable).max(100).optional(),
});
export type FlowGraph = z.infer<typeof FlowGraph>;
