import type { AlertRuleBody } from './alert-rule.ts';
import type { Observation } from './observe.ts';

/** An incident that is not over. Times are microseconds since 1970. */
export type OpenIncident = {
  state: 'pending' | 'firing';
  /** Since when the condition holds. */
  since: number;
  /** Since when it is well again; null while it is not. */
  wellSince: number | null;
  /** When people were last told of it; null before. */
  toldAt: number | null;
  acknowledged: boolean;
};

/** What happens to an incident. */
export type IncidentStep =
  /** Nothing is wrong, and nothing was. */
  | { kind: 'none' }
  /** The condition begins to hold, or goes on without anything to be told. */
  | { kind: 'keep'; incident: OpenIncident }
  /** It has held for long enough: people are to be told, unless it is muted. */
  | { kind: 'fire'; incident: OpenIncident }
  /** It goes on, and people are to be told again. */
  | { kind: 'remind'; incident: OpenIncident }
  /** It was over before anybody was told. */
  | { kind: 'drop' }
  /** It is over, and has been for long enough. */
  | { kind: 'resolve' };

const second = 1_000_000;

/**
 * Takes an incident from one look to the next: pending until the condition has held for the rule's time, firing until
 * it has been well for the rule's other time. What lies between the threshold and the value at which it is well again
 * keeps a firing incident firing, and starts none.
 * @param muted nobody is to be told for now.
 * @param seen null where the thing is not there any more, which is well.
 */
export function advanceIncident(
  before: OpenIncident | null,
  seen: Observation['state'] | null,
  rule: Pick<AlertRuleBody, 'forSeconds' | 'clearSeconds' | 'remindMinutes'>,
  now: number,
  muted: boolean,
): IncidentStep {
  const state = seen ?? 'well';
  const known = before && notAhead(before, now);
  if (known === null || known.state === 'pending') {
    if (state !== 'breached') return known === null ? { kind: 'none' } : { kind: 'drop' };
    const since = known?.since ?? now;
    const pending: OpenIncident = {
      state: 'pending',
      since,
      wellSince: null,
      toldAt: null,
      acknowledged: false,
    };
    if (now - since < rule.forSeconds * second) return { kind: 'keep', incident: pending };
    return { kind: 'fire', incident: { ...pending, state: 'firing', toldAt: muted ? null : now } };
  }
  if (state === 'well') {
    const wellSince = known.wellSince ?? now;
    if (now - wellSince >= rule.clearSeconds * second) return { kind: 'resolve' };
    return { kind: 'keep', incident: { ...known, wellSince } };
  }
  const going = { ...known, wellSince: null };
  if (muted || known.acknowledged || !isDue(known.toldAt, rule.remindMinutes, now))
    return { kind: 'keep', incident: going };
  return { kind: 'remind', incident: { ...going, toldAt: now } };
}

/** Where the clock was set back, what would be still to come counts as of now: nothing waits for it to catch up. */
function notAhead(incident: OpenIncident, now: number): OpenIncident {
  const past = (at: number | null) => (at === null ? null : Math.min(at, now));
  const { since, wellSince, toldAt } = incident;
  return { ...incident, since: Math.min(since, now), wellSince: past(wellSince), toldAt: past(toldAt) };
}

/** What nobody was told of, since it was muted, is told when it is no more. */
function isDue(toldAt: number | null, remindMinutes: number | null, now: number): boolean {
  if (toldAt === null) return true;
  return remindMinutes !== null && now - toldAt >= remindMinutes * 60 * second;
}
