import { createHash } from 'node:crypto';
import { otherSide, type Side, writerTag } from '#core/change/change-event.ts';
import type { Merge } from '#core/conflict/compile-merge.ts';
import type { AdaptedLane, Broken } from '#core/drift/adapt-lane.ts';
import type { Lane, LaneEnd, LaneField, ViewStep } from '#core/flow/lane.ts';
import type { SameValues } from '#core/ledger/ledger-line.ts';
import type { StreamIdentity } from '#core/ports/source.ts';
import { type JoinedColumn, joinedColumns, ownFields } from '#core/transform/joined-columns.ts';
import { coarserType } from '#core/values/coarser-type.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import type { Row, Value } from '#core/values/value.ts';
import { put } from '#lib/put.ts';
import type { LinkBook } from '../links/link-book.ts';
import { failingField } from '../view/failing-field.ts';
import { MergeAnswers } from '../view/merge-answers.ts';
import type { OpenCode } from '../view/open-code.ts';
import { SideView } from '../view/side-view.ts';
import { viewedFilter } from '../view/viewed-filter.ts';
import { type Cascades, cascadesFrom } from './cascades.ts';
import { compileField, findField, translatedField } from './compile-field.ts';
import { type CompiledFilter, compileFilter } from './compile-filter.ts';

/** A field pair with its conversions compiled. */
export type CompiledField = LaneField & {
  /** Cast of a value to the type of the named side. Throws `CAST_FAILED`. */
  to: Record<Side, (value: Value) => Value>;
  /** By the side that it comes from: the value is carried, and as the very same text. */
  identical: Record<Side, boolean>;
  /** Equality in the coarser of the two domains (E13). */
  same: (left: Value, right: Value) => boolean;
  /** One text for each of a side's values, whatever its spelling. */
  normal: Record<Side, (value: Value) => Value>;
  /** Digest of a side's value, whatever its spelling (E5). */
  digest: Record<Side, (value: Value) => string>;
  /** How two values become one; null where they cannot. */
  merge: Merge | null;
};

/** One side of a lane. */
export type CompiledSide = {
  side: Side;
  /** Name of the connection. */
  connection: string;
  stream: string;
  /** Fields that find the record. */
  key: string[];
  /** Columns of the lane's rows, in the order of its pairs: mapped fields, and joined columns. */
  fields: string[];
  /** Columns that stand for several fields, or for none. */
  joined: JoinedColumn[];
  /** What changes of this side lead to beyond their own fields; null in most lanes. */
  cascades: Cascades | null;
  /** The checkpoint row under which the lane writes to this side. */
  tag: string;
  /** Fields of this side to be compared in a coarser domain when they are guarded. */
  compareAs: Record<string, NeutralType>;
  /** What is read must be of; null where the system does not tell its streams and fields apart so. */
  as: StreamIdentity | null;
  /** The log delivers complete old rows. */
  fullBeforeImage: boolean;
  /** Its records as code lets the lane see them; null where no code stands on the side. */
  view: SideView | null;
  /** Which records are carried from the side; null: all of them. */
  filter: CompiledFilter | null;
};

/** Links of a lane whose sides make their own keys: the book that holds them, and each side's key. */
export type CompiledLink = { book: LinkBook; keys: Record<Side, string> };

/** A field pair whose values are keys of linked records. `flipped`: their lane's left is on our right. */
export type CompiledReference = {
  names: Record<Side, string>;
  book: LinkBook;
  /** Id of the linked lane, within the flow. */
  lane: string;
  flipped: boolean;
};

/** The links of a flow, by lane id within the flow. */
export type LinkBooks = ReadonlyMap<string, LinkBook>;

/** A lane made ready to run. */
export type CompiledLane = {
  /** `<flow id>:<lane id>`, unique in the store and on the sides. */
  id: string;
  plan: Lane;
  fields: CompiledField[];
  left: CompiledSide;
  right: CompiledSide;
  /** Null where both sides share a key. */
  link: CompiledLink | null;
  /** What the code of its rules said of conflicts; null where no rule is code, or none is run. */
  merges: MergeAnswers | null;
  /** Pairs that refer to linked records. */
  references: CompiledReference[];
  /** Sides that can neither be read nor written, with why (E15). */
  broken: Partial<Record<Side, Broken>>;
  /** Pairs of the deployed lane that are not carried for now (E15). */
  suspended: LaneField[];
  /** Changes with it when the lane runs between other streams, another way, or finds its records otherwise. */
  shape: string;
  /** The same without the filters: it stays where they alone have changed. */
  joins: string;
  /** Stored digests stand in for a side's missing old rows (E5). */
  needsDigests: boolean;
  /** By the side that changes come from: set where the other side's row is the same texts under its own names. */
  sameValues: Record<Side, SameValues | null>;
  /** Digests of values on which both sides agree, by left field name. */
  digest: (left: Row, right: Row) => FieldDigests;
};

/** Digests of a record's values, by left field name. */
export type FieldDigests = Record<string, { left: string; right: string }>;

export type CompileLaneOptions = {
  books?: LinkBooks;
  fit?: Pick<AdaptedLane, 'broken' | 'suspended'>;
  code?: OpenCode;
};

/**
 * Compiles a lane's casts.
 * @param options.books the links of the flow's linked lanes, which translate the keys of their records.
 * @param options.code runs the code that stands on its sides; where it is absent, rows are not seen through it.
 * @param options.fit how the lane was fitted to its streams as they are now.
 * @throws SyncError `CAST_REFUSED`, `FIELD_MISSING` for a lane that was not fitted to its streams.
 */
export function compileLane(
  flowId: string,
  plan: Lane,
  { books = new Map(), fit = { broken: {}, suspended: [] }, code }: CompileLaneOptions = {},
): CompiledLane {
  const id = `${flowId}:${plan.id}`;
  const references = referencesOf(plan, books);
  const fields = plan.fields.map((field) => {
    const reference = references.find(
      ({ names }) => names.left === field.left && names.right === field.right,
    );
    const compiled = reference ? translatedField(plan, field, reference) : compileField(plan, field);
    return plan.left.view || plan.right.view ? failingField(compiled) : compiled;
  });
  const joined = { left: joinedColumns(plan, 'left'), right: joinedColumns(plan, 'right') };
  const view = (name: Side) =>
    code && plan[name].view ? new SideView(plan[name], plan[name].view, code) : null;
  const views = { left: view('left'), right: view('right') };
  const filters = {
    left: viewedFilter(views.left, compileFilter(plan, 'left')),
    right: viewedFilter(views.right, compileFilter(plan, 'right')),
  };
  const side = (name: Side): CompiledSide => ({
    side: name,
    connection: plan[name].connection,
    stream: plan[name].stream.name,
    key: fields.filter((field) => field.key).map((field) => field[name]),
    fields: [...new Set([...fields.map((field) => field[name]), ...(filters[name]?.reads ?? [])])],
    joined: joined[name],
    cascades: cascadesFrom(plan, name),
    tag: writerTag(id, name),
    compareAs: coarserFields(plan, fields, name),
    as: identityOf(
      plan[name].view?.own ?? plan[name].stream,
      plan[name].view?.own.fields.map((field) => field.name) ??
        ownFields(
          fields.map((field) => field[name]),
          joined[name],
        ),
    ),
    view: views[name],
    fullBeforeImage: plan[name].stream.beforeImage === 'full',
    filter: filters[name],
  });
  const left = side('left');
  const right = side('right');
  return {
    id,
    plan,
    fields,
    left,
    right,
    link: linkOf(plan, references),
    merges: code && plan.merges ? new MergeAnswers(plan.merges, code) : null,
    references: references.filter(
      (reference) => !(plan.link && reference.lane === plan.id && isKey(plan, reference)),
    ),
    broken: fit.broken,
    suspended: fit.suspended,
    shape: shapeOf(plan),
    joins: shapeOf(withoutFilters(plan)),
    needsDigests: plan.direction === 'both' && !(left.fullBeforeImage && right.fullBeforeImage),
    sameValues: { left: sameValuesFrom(fields, 'left'), right: sameValuesFrom(fields, 'right') },
    digest: (leftRow, rightRow) => digestFields(fields, leftRow, rightRow),
  };
}

/** Whether a side can neither be read nor written, so that the lane meets both sides again when it can (E15). */
export function isBroken(lane: CompiledLane): boolean {
  return Boolean(lane.broken.left ?? lane.broken.right);
}

/** Whether the lane carries changes that come from this side. */
export function carriesFrom(lane: CompiledLane, side: Side): boolean {
  return lane.plan.direction === 'both' || lane.plan.direction === (side === 'left' ? 'forward' : 'backward');
}

/** Whether the lane carries this field's values that come from this side. */
export function fieldCarriesFrom(field: LaneField, side: Side): boolean {
  return field.direction === 'both' || field.direction === (side === 'left' ? 'forward' : 'backward');
}

function identityOf(stream: StreamSchema, names: string[]): StreamIdentity | null {
  const numbers: StreamIdentity['numbers'] = {};
  for (const { name, number } of stream.fields) {
    if (number !== undefined && names.includes(name)) put(numbers, name, number);
  }
  return stream.id === undefined ? null : { id: stream.id, numbers };
}

function sameValuesFrom(fields: CompiledField[], from: Side): SameValues | null {
  if (!fields.every((field) => field.identical[from])) return null;
  return { pairs: fields.map((field): [string, string] => [field.left, field.right]) };
}

function referencesOf(plan: Lane, books: LinkBooks): CompiledReference[] {
  return plan.fields.flatMap(({ left, right, through }) => {
    if (!through) return [];
    const book = books.get(through.lane);
    if (!book) throw new TypeError(`no links of lane ${through.lane}`);
    return [{ names: { left, right }, book, ...through }];
  });
}

function isKey(plan: Lane, { names }: CompiledReference): boolean {
  return plan.fields.some((field) => field.key && field.left === names.left && field.right === names.right);
}

function linkOf(plan: Lane, references: CompiledReference[]): CompiledLink | null {
  const own = plan.link ? references.find((reference) => isKey(plan, reference)) : undefined;
  return own ? { book: own.book, keys: own.names } : null;
}

function digestFields(fields: CompiledField[], left: Row, right: Row): FieldDigests {
  const digests: FieldDigests = {};
  for (const field of fields) {
    // A field that one row does not name was not carried, so nothing was agreed about it.
    if (!(field.left in left) || !(field.right in right)) continue;
    digests[field.left] = {
      left: field.digest.left(left[field.left] ?? null),
      right: field.digest.right(right[field.right] ?? null),
    };
  }
  return digests;
}

function coarserFields(plan: Lane, fields: CompiledField[], side: Side): Record<string, NeutralType> {
  const coarser: Record<string, NeutralType> = {};
  for (const field of fields) {
    if (field.through || field.parts || field.transform) continue;
    const mine = findField(plan, side, field[side]);
    const theirs = findField(plan, otherSide(side), field[otherSide(side)]);
    const type = coarserType(mine.type, theirs.type);
    if (type && JSON.stringify(type) !== JSON.stringify(mine.type)) coarser[field[side]] = type;
  }
  return coarser;
}

/** What decides on a side which records are carried, besides the filters behind its code. */
function droppingSteps({ view }: LaneEnd): unknown[] {
  const steps = view?.steps ?? [];
  const decides = (step: ViewStep) =>
    step.kind === 'filter' ||
    (step.kind === 'code' && (step.code.form === 'filter' || view?.several !== undefined));
  const last = steps.findLastIndex(decides);
  return steps.flatMap((step, at): unknown[] => {
    if (step.kind === 'mapping') return at < last ? [step.pairs] : [];
    if (!decides(step)) return [];
    return [step.kind === 'filter' ? step.filter : [step.code.source, step.code.modules, step.leave]];
  });
}

function withoutFilters({ filters: _, ...plan }: Lane): Lane {
  return plan;
}

function shapeOf(plan: Lane): string {
  const keys = plan.fields.filter((field) => field.key).map((field) => [field.left, field.right]);
  // Lanes that nothing links keep the shape that they were stored under.
  const through = plan.fields.flatMap((field) =>
    field.through ? [[field.left, field.right, field.through]] : [],
  );
  const steps = plan.fields.flatMap((field) => (field.key && field.transform ? [field.transform] : []));
  const linked = plan.link || through.length > 0 ? [plan.link?.by ?? null, through] : [];
  const ends = [plan.left, plan.right].map((end) => [end.connection, end.stream.name]);
  const filters = plan.filters ? [plan.filters] : [];
  const dropping = [plan.left, plan.right].map((end) => droppingSteps(end));
  return createHash('sha256')
    .update(
      JSON.stringify([
        ends,
        plan.direction,
        keys,
        ...linked,
        ...steps,
        ...filters,
        ...(dropping.flat().length > 0 ? dropping : []),
      ]),
    )
    .digest('hex')
    .slice(0, 16);
}
