import type { Side } from '../change/change-event.ts';
import type { Rule } from '../flow/flow-graph.ts';
import type { ClockReading } from './decision.ts';
import type { Touches } from './touch.ts';

/** Who wins a conflict, and one sentence that says why. */
export type Ruling = { winner: Side | 'held'; why: string };

/**
 * Applies a rule to one field that both sides changed; `merge` as `newest`, where there is nothing to merge. Times are compared on our clock (E14): closer
 * than the clocks are sure of, or where no side's time is known, the tie side wins, and `why` says so.
 */
export function applyRule(
  rule: Rule,
  name: string,
  touched: Touches,
  clock: Record<Side, ClockReading>,
): Ruling {
  if (rule.kind === 'hold') return { winner: 'held', why: 'The rule leaves it to a person.' };
  if (rule.kind === 'prefer') return { winner: rule.side, why: `The rule prefers the ${rule.side} side.` };
  if (rule.kind === 'code') {
    return { winner: 'held', why: 'The rule is code, which decides field by field; here a person must.' };
  }
  const left = timeOf('left', name, touched, clock);
  const right = timeOf('right', name, touched, clock);
  if (left === null && right === null) {
    return {
      winner: rule.tie,
      why: `It is not known when either side changed, so the tie goes to the ${rule.tie} side.`,
    };
  }
  if (left === null || right === null) return oneTimeKnown(rule, left === null ? 'right' : 'left');
  const apart = Math.abs(left - right);
  const sure = clock.left.uncertainty + clock.right.uncertainty;
  if (apart <= sure) {
    const closeness = apart === 0 ? 'at the same moment' : `${duration(apart)} apart`;
    const limits = sure === 0 ? '' : `, closer than the clocks are sure of (${duration(sure)})`;
    return {
      winner: rule.tie,
      why: `Both sides changed ${closeness}${limits}, so the tie goes to the ${rule.tie} side.`,
    };
  }
  const later: Side = left > right ? 'left' : 'right';
  const winner = rule.kind === 'oldest' ? opposite(later) : later;
  const order = rule.kind === 'oldest' ? 'earlier' : 'later';
  return { winner, why: `The ${winner} side changed ${order}, by ${duration(apart)}.` };
}

type TimedRule = Extract<Rule, { tie: Side }>;

/** Only one side was seen to change: the other one's value was there before. */
function oneTimeKnown(rule: TimedRule, seen: Side): Ruling {
  const winner = rule.kind === 'oldest' ? opposite(seen) : seen;
  return {
    winner,
    why: `Only the ${seen} side was seen to change; the value of the ${opposite(seen)} side is older.`,
  };
}

/** When the side last changed the field, on our clock. */
function timeOf(
  side: Side,
  name: string,
  touched: Touches,
  clock: Record<Side, ClockReading>,
): number | null {
  const time = touched[side][name] ?? touched[side]['*'];
  return time === undefined ? null : time - clock[side].offset;
}

function opposite(side: Side): Side {
  return side === 'left' ? 'right' : 'left';
}

/** Microseconds in the unit that people read best. */
function duration(micros: number): string {
  if (micros < 1000) return `${Math.round(micros)} µs`;
  if (micros < 1_000_000) return `${round(micros / 1000)} ms`;
  const seconds = micros / 1_000_000;
  if (seconds < 120) return `${round(seconds)} s`;
  if (seconds < 7200) return `${round(seconds / 60)} min`;
  return `${round(seconds / 3600)} h`;
}

function round(value: number): string {
  return value < 10 ? String(Math.round(value * 10) / 10) : String(Math.round(value));
}
