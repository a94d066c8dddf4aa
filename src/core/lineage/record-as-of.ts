import type { Side } from '../change/change-event.ts';
import type { LedgerRow } from '../ledger/ledger-filter.ts';
import type { Value } from '../values/value.ts';
import { type Effect, tellsValue } from './effect.ts';
import { type Clocks, effectsOf } from './effects-of.ts';

/** A field's value at a moment; `unknown` where the ledger does not tell. */
export type ValueThen =
  | {
      kind: 'known';
      value: Value /** Since when, microseconds; null where no line tells when it came there. */;
      since: number | null;
      seq: string;
    }
  | { kind: 'unknown' };

/** One side of a record at a moment. */
export type SideThen = {
  /** Whether the side had the record; null where the ledger does not tell. */
  exists: boolean | null;
  /** By the side's own field names. */
  fields: Record<string, ValueThen>;
};

export type RecordThen = Record<Side, SideThen>;

/**
 * Both sides of a record as they stood at a moment, from its lines alone. What no line before the moment
 * tells is taken from the old values of the first change after it: they stood in between, as every change
 * since then has its line. What neither tells is unknown, never guessed.
 *
 * @param lines of the record, and those about its whole lane (truncations)
 * @param moment microseconds since 1970; what happened at that very moment counts
 * @param names each side's mapped fields
 * @param since from when on every change of a side has its line (the oldest that the ledger keeps), microseconds
 *   since 1970; infinite for a side whose changes nobody reads
 */
export function recordAsOf(
  lines: readonly LedgerRow[],
  moment: number,
  names: Record<Side, readonly string[]>,
  since: Record<Side, number>,
  { clocks, follows = () => true }: AsOfSides = {},
): RecordThen {
  const effects = effectsOf(lines, clocks);
  const then = (side: Side): SideThen => {
    const own = byTime(effects.filter((effect) => effect.side === side));
    const found: SideThen = { exists: null, fields: {} };
    const exact = (name: string) => follows(side, name);
    for (const effect of own) if (effect.at <= moment) happen(found, effect, exact);
    if (found.exists !== false && moment >= since[side]) lookBack(found, own, moment, names[side], exact);
    for (const name of names[side]) found.fields[name] ??= { kind: 'unknown' };
    return found;
  };
  return { left: then('left'), right: then('right') };
}

/** What is known of the two sides beyond the record's lines. */
export type AsOfSides = {
  clocks?: Clocks;
  /** Does the field's value follow exactly from the other side's? Where the types differ, one side may hold a finer one. */
  follows?: (side: Side, field: string) => boolean;
};

/** A stable order by time: of one moment, what was settled later stands. */
function byTime(effects: Effect[]): Effect[] {
  return effects.sort((a, b) => a.at - b.at || a.order - b.order);
}

function happen(then: SideThen, effect: Effect, exact: (name: string) => boolean): void {
  const { row, at, line } = effect;
  if (effect.kind === 'implied') {
    imply(then, effect, exact);
    return;
  }
  then.exists = row !== null;
  if (row === null) then.fields = {};
  for (const [name, value] of Object.entries(row ?? {})) {
    if (!tellsValue(effect, value)) {
      then.fields[name] = { kind: 'unknown' };
      continue;
    }
    const was = then.fields[name];
    // What only came up again has stood since it was first there.
    if (was?.kind === 'known' && was.value === value) continue;
    // What a change only found there has stood for longer than is told.
    const stood = effect.before?.[name] === value;
    then.fields[name] = { kind: 'known', value, since: stood ? null : at, seq: line.seq };
  }
}

/** What is known better stays: the side may hold a finer value than what follows from the other one. */
function imply(then: SideThen, effect: Effect, exact: (name: string) => boolean): void {
  then.exists ??= true;
  for (const [name, value] of Object.entries(effect.row ?? {})) {
    const told = tellsValue(effect, value) && exact(name);
    if (told) then.fields[name] ??= { kind: 'known', value, since: null, seq: effect.line.seq };
  }
}

/** Takes what is not known yet from what later changes say that they found. */
function lookBack(
  then: SideThen,
  effects: readonly Effect[],
  moment: number,
  names: readonly string[],
  exact: (name: string) => boolean,
): void {
  const open = new Set(names.filter((name) => then.fields[name] === undefined));
  for (const effect of effects) {
    const { at, before, row, line, kind } = effect;
    if (at <= moment || kind === 'implied') continue;
    // Where the flow had to look for itself, its log may not have told everything before.
    if (line.cause !== 'live' || (before === undefined && row === null)) return;
    if (before === null) {
      if (then.exists === null) then.exists = false;
      return;
    }
    for (const [name, value] of Object.entries(before ?? {})) {
      if (!open.delete(name)) continue;
      then.exists ??= true;
      // The flow's own write found what is equal to that, which may be finer.
      if (!tellsValue(effect, value) || (kind === 'ours' && !exact(name))) continue;
      then.fields[name] = { kind: 'known', value, since: null, seq: line.seq };
    }
    for (const name of Object.keys(row ?? {})) open.delete(name);
    if (open.size === 0 || row === null) return;
  }
}
