import { otherSide, type Side } from '../change/change-event.ts';
import type { Lane, LaneField } from '../flow/lane.ts';
import type { FieldVerdict } from '../ledger/ledger-entry.ts';
import type { LedgerRow } from '../ledger/ledger-filter.ts';
import type { Value } from '../values/value.ts';
import { type Effect, tellsValue } from './effect.ts';
import { type Clocks, effectsOf } from './effects-of.ts';
import { type ConversionStep, explainConversion } from './explain-conversion.ts';

/** Where a value stands: a field of a side. */
export type ValuePlace = { side: Side; field: string };

/** The rule or the person that let a value stand, and what it beat. */
export type Decided = Pick<FieldVerdict, 'rule' | 'why'> & {
  winner: FieldVerdict['winner'];
  /** The flow's version whose rule it is. */
  version: number;
  /** The person; null where a rule decided. */
  by: string | null;
  /** What did not stand, on the side that gave way; null where the account does not tell. */
  loser: (ValuePlace & { value: Value }) | null;
};

/** Ids of the code nodes that stand between the place's system and the mapping, and make the field; none where it passes. */
export type CodeOnWay = string[];

/** One step back on the way of a value to where it stands. */
export type TraceStep =
  /** What stands there now is not what the ledger knows of: it was changed since. */
  | { kind: 'outside'; place: ValuePlace; now: Value; known: Value }
  /** The flow wrote it, from the other side's value. */
  | {
      kind: 'carried';
      line: LedgerRow;
      at: number;
      place: ValuePlace;
      /** Undefined where the ledger keeps only a digest of it. */
      value: Value | undefined;
      /** What stood there before; undefined where that is not known. */
      before: Value | undefined;
      from: ValuePlace & { value: Value | undefined };
      /** What was done to it on the way; null where the version does not explain it. */
      conversion: ConversionStep[] | null;
      decided: Decided | null;
      code: CodeOnWay;
    }
  /** The flow put back what had stood there before: a revert, or a conflict that was decided again. */
  | {
      kind: 'restored';
      line: LedgerRow;
      at: number;
      place: ValuePlace;
      value: Value | undefined;
      before: Value | undefined;
      decided: Decided | null;
      /** It stood there before this order of settlements. */
      stood: number;
    }
  /** It stood there, and won against the other side's. */
  | {
      kind: 'kept';
      line: LedgerRow;
      at: number;
      place: ValuePlace;
      value: Value | undefined;
      decided: Decided;
    }
  /** The end: somebody wrote it there. */
  | {
      kind: 'written';
      line: LedgerRow;
      at: number;
      place: ValuePlace;
      value: Value | undefined;
      before: Value | undefined;
      op: 'insert' | 'update';
      code: CodeOnWay;
    }
  /** The end: it stood there when the flow first read it. */
  | { kind: 'found'; line: LedgerRow; at: number; place: ValuePlace; value: Value | undefined }
  /** The end: it was made of both sides' values. */
  | {
      kind: 'merged';
      line: LedgerRow;
      at: number;
      place: ValuePlace;
      value: Value | undefined;
      decided: Decided;
    }
  /** The end: no line tells who wrote it. `since`: the oldest line there is of the record, microseconds. */
  | {
      kind: 'beyond';
      place: ValuePlace;
      since: number | null;
      /** When a first sync last copied the lane's records to that side in bulk, with one line for many; null: never. */
      copiedAt: number | null;
      /** There are older lines, which were not looked at. */
      cut: boolean;
      /** The version since which the mapping has the field, where lines of earlier ones could not tell of it; else null. */
      mappedSince: number | null;
    };

export type TraceInput = {
  /** Lines of the record, in any order. */
  lines: readonly LedgerRow[];
  /** The compiled lanes of the versions that wrote them, as far as they are still known. */
  lanes: ReadonlyMap<number, Lane>;
  place: ValuePlace;
  /** What stands there now; undefined where the side was not read. */
  now: Value | undefined;
  /** Lines about the whole lane: copies of many records, truncations. */
  wide?: readonly LedgerRow[];
  clocks?: Clocks;
  /** There are older lines of the record, which were not read. */
  cut?: boolean;
};

/** Walks back from the value of a field to what wrote it first, as far as the ledger tells. */
export function traceValue({
  lines,
  lanes,
  place,
  now,
  wide = [],
  clocks,
  cut = false,
}: TraceInput): TraceStep[] {
  const effects = effectsOf([...lines, ...wide.filter(({ op }) => op === 'truncate')], clocks);
  const steps: TraceStep[] = [];
  const known = lastKnown(effects, place);
  if (now !== undefined && known !== undefined && known !== now) {
    steps.push({ kind: 'outside', place, now, known });
  }
  const spent = new Set<Effect>();
  let at: Sought = { ...place, value: known };
  let until = Number.POSITIVE_INFINITY;
  for (;;) {
    const origin = originOf(effects, at, until, spent);
    const kept = keptBy(effects, placeOf(at), origin?.order ?? 0, until);
    if (kept) steps.push(kept);
    if (!origin) {
      const since = lines.length === 0 ? null : Math.min(...lines.map(({ commitTime }) => commitTime));
      steps.push({
        kind: 'beyond',
        place: placeOf(at),
        since,
        copiedAt: copiedAt(wide),
        cut,
        mappedSince: mappedSince(at, lines, lanes),
      });
      return steps;
    }
    spent.add(origin);
    const step = stepOf(origin, placeOf(at), effects, lanes);
    steps.push(step);
    if (step.kind !== 'carried' && step.kind !== 'restored') return steps;
    at =
      step.kind === 'carried'
        ? { side: step.from.side, field: step.from.field, value: step.from.value }
        : { ...step.place, value: step.value };
    // What is settled together has no order: the other side's change may be told behind the write.
    until = step.kind === 'carried' ? origin.order + 1 : step.stood;
  }
}

/** Since which version the mapping has a field, where there are lines of earlier ones. */
function mappedSince(
  place: ValuePlace,
  lines: readonly LedgerRow[],
  lanes: ReadonlyMap<number, Lane>,
): number | null {
  const earlier = lines.some(({ version }) => lanes.has(version) && !pairOf(lanes.get(version), place));
  const having = [...lanes].filter(([, lane]) => pairOf(lane, place)).map(([version]) => version);
  return earlier && having.length > 0 ? Math.min(...having) : null;
}

/** A place, and the value that is looked for there; undefined where it is not known. */
type Sought = ValuePlace & { value: Value | undefined };

function placeOf({ side, field }: Sought): ValuePlace {
  return { side, field };
}

/** When the lane's records were last copied from one side to the other. */
function copiedAt(wide: readonly LedgerRow[]): number | null {
  const copies = wide.filter(({ op, cause }) => op === 'insert' && cause === 'snapshot');
  return copies.length === 0 ? null : Math.max(...copies.map(({ appliedAt }) => appliedAt));
}

/** The last conflict, from one order to another, in which the value of the field stood against the other side's. */
function keptBy(
  effects: readonly Effect[],
  place: ValuePlace,
  from: number,
  until: number,
): Extract<TraceStep, { kind: 'kept' }> | null {
  const kept = effects.findLast(
    ({ side, kind, order, row, line }) =>
      side === place.side &&
      kind === 'found' &&
      order >= from &&
      order < until &&
      line.status === 'resolved' &&
      row?.[place.field] !== undefined,
  );
  const verdict = kept?.line.conflict?.fields.find((field) => field[place.side] === place.field);
  if (!kept || verdict?.winner !== place.side) return null;
  const { rule, why, winner, by = null } = verdict;
  const other = { side: otherSide(place.side), field: verdict[otherSide(place.side)] };
  const beaten = told(kept, kept.line.conflict?.[other.side]?.[other.field]);
  const loser = beaten === undefined ? null : { ...other, value: beaten };
  const version = kept.line.conflict?.version ?? kept.line.version;
  const decided: Decided = { rule, why, winner, version, by, loser };
  return {
    kind: 'kept',
    line: kept.line,
    at: kept.at,
    place,
    value: kept.row?.[place.field] ?? null,
    decided,
  };
}

function lastKnown(effects: readonly Effect[], { side, field }: ValuePlace): Value | undefined {
  const last = effects.findLast(
    (effect) =>
      effect.side === side && effect.kind !== 'implied' && (effect.row === null || field in effect.row),
  );
  const value = last?.row?.[field];
  return last && tellsValue(last, value) ? value : undefined;
}

/**
 * The last effect before an order that brought the value about; what was only found counts where nothing else did.
 *
 * @param spent effects that the way came by already
 */
function originOf(
  effects: readonly Effect[],
  { side, field, value }: Sought,
  until: number,
  spent: ReadonlySet<Effect>,
): Effect | null {
  let found: Effect | null = null;
  for (const effect of effects.toReversed()) {
    if (effect.side !== side || effect.order >= until || effect.kind === 'implied') continue;
    if (effect.row === null) return found;
    const stands = effect.row[field];
    if (stands === undefined || spent.has(effect)) continue;
    if (effect.kind === 'found') {
      found = effect;
      continue;
    }
    if (value !== undefined && told(effect, stands) !== undefined && stands !== value) {
      // Where something else was found there later, something came between that no line tells of.
      if (found) return found;
      continue;
    }
    const before = effect.before === undefined ? stoodBehind(effects, effect, field) : effect.before?.[field];
    if (before === undefined || before !== stands) return effect;
  }
  return found;
}

/** What a change whose log told no old row found in a field, as the effect before it left it; undefined where none tells. */
function stoodBehind(
  effects: readonly Effect[],
  { line, side, ...effect }: Effect,
  field: string,
): Value | undefined {
  if (line.cause !== 'live' || line.op !== 'update') return undefined;
  const at = effects.findIndex(
    (each) => each.line === line && each.side === side && each.kind === effect.kind,
  );
  const last = effects.findLast(
    (each, index) =>
      index < at && each.side === side && each.kind !== 'implied' && (each.row === null || field in each.row),
  );
  return last && told(last, last.row?.[field]);
}

/** A value as far as its line tells it. */
function told(effect: Effect, value: Value | undefined): Value | undefined {
  return tellsValue(effect, value) ? value : undefined;
}

function stepOf(
  origin: Effect,
  place: ValuePlace,
  effects: readonly Effect[],
  lanes: ReadonlyMap<number, Lane>,
): TraceStep {
  const { line, at, kind } = origin;
  const common = { line, at, place, value: told(origin, origin.row?.[place.field]) };
  const before = told(origin, origin.before?.[place.field]);
  if (kind === 'external') {
    const op = line.op === 'insert' ? 'insert' : 'update';
    return { kind: 'written', ...common, before, op, code: codeOnWay(lanes.get(line.version), place) };
  }
  if (kind === 'found') return { kind: 'found', ...common };
  const pair = pairOf(lanes.get(line.version), place);
  const from = { side: otherSide(place.side), field: pair ? pair[otherSide(place.side)] : place.field };
  const decided = decidedOf(line, place, pair, before);
  if (decided?.winner === 'merged') return { kind: 'merged', ...common, decided };
  const stood = stoodBefore(origin, place, from, effects, decided);
  if (stood !== null) return { kind: 'restored', ...common, before, decided, stood };
  const source = sourceValue(effects, from, origin.order);
  const lane = lanes.get(line.version);
  const conversion =
    lane && pair && source !== undefined ? explainConversion(lane, pair, place.side, source) : null;
  const code = codeOnWay(lane, place);
  return { kind: 'carried', ...common, before, from: { ...from, value: source }, conversion, decided, code };
}

/**
 * Behind which settlement the value stood here before, where the flow put it back instead of carrying it: it wrote both
 * sides then, and the other side's value did not come from anywhere else.
 */
function stoodBefore(
  origin: Effect,
  place: ValuePlace,
  from: ValuePlace,
  effects: readonly Effect[],
  decided: Decided | null,
): number | null {
  const { line, order } = origin;
  const wroteBoth = effects.some(
    (effect) =>
      effect.line === line &&
      effect.kind === 'ours' &&
      effect.side === from.side &&
      effect.row?.[from.field] !== undefined &&
      effect.row[from.field] !== effect.before?.[from.field],
  );
  if (line.cause === 'live' || !wroteBoth || decided?.winner === from.side) return null;
  const value = origin.row?.[place.field];
  const stood = effects.findLast(
    (effect) =>
      effect.order < order &&
      effect.side === place.side &&
      effect.kind !== 'implied' &&
      effect.row?.[place.field] === value,
  );
  return stood ? stood.order + 1 : null;
}

function codeOnWay(lane: Lane | undefined, { side, field }: ValuePlace): CodeOnWay {
  const view = lane?.[side].view;
  if (!view || view.passing.includes(field)) return [];
  return view.steps.flatMap((step) => (step.kind === 'code' ? [step.code.nodeId] : []));
}

function pairOf(lane: Lane | undefined, { side, field }: ValuePlace): LaneField | undefined {
  return lane?.fields.find((pair) => pair[side] === field);
}

/** What the other side held when the value was taken from it. */
function sourceValue(
  effects: readonly Effect[],
  { side, field }: ValuePlace,
  order: number,
): Value | undefined {
  const source = effects.findLast(
    (effect) => effect.side === side && effect.order <= order && effect.row !== null && field in effect.row,
  );
  return source && told(source, source.row?.[field]);
}

function decidedOf(
  { conflict, payload, version }: LedgerRow,
  place: ValuePlace,
  pair: LaneField | undefined,
  before: Value | undefined,
): Decided | null {
  const name = pair?.left ?? (place.side === 'left' ? place.field : null);
  const verdict = conflict?.fields.find(
    ({ left, right }) => left === name || left === '*' || (place.side === 'right' && right === place.field),
  );
  if (!conflict || !verdict) return null;
  const { rule, why, winner, by = null } = verdict;
  const lost = conflict[place.side]?.[place.field];
  const beaten = payload === 'digests' ? undefined : (lost ?? before);
  const loser = beaten === undefined || winner === place.side ? null : { ...place, value: beaten };
  return { rule, why, winner, version: conflict.version ?? version, by, loser };
}
