import { otherSide, type Side } from '../change/change-event.ts';
import type { ConflictAccount, FieldVerdict } from '../ledger/ledger-entry.ts';
import type { HeldDecision } from '../ledger/pending-record.ts';
import type { Row } from '../values/value.ts';
import { leftStanding } from './decide-again.ts';
import { decideRecordAgain } from './decide-record-again.ts';
import type { DecideField, DecideInput, DecideLane, Decision, SideWrite } from './decision.ts';

/**
 * A conflict that was decided once and was then given to a person: both sides agree meanwhile on what the
 * decision before had left, and the person chooses between the two candidates of that time.
 *
 * @param account of the record on hold; its verdicts say what stands until the person decides.
 * @param rules what the rules say of the rest of the record; it waits until the person decides.
 * @returns null where the record is another one by now: what is newer stands then.
 */
export function decideReopened(
  { lane, decision, left, right }: DecideInput,
  account: ConflictAccount,
  rules: Exclude<Decision, { kind: 'hold' }>,
): Decision | null {
  const now = { left, right };
  const existence = account.fields.find(({ left }) => left === '*');
  if (existence) return decideExistence(lane, account, existence, decision, now);
  const set: Record<Side, Row> = { left: {}, right: {} };
  const verdicts: FieldVerdict[] = [];
  for (const verdict of account.fields) {
    const field = lane.fields.find(({ left }) => left === verdict.left);
    if (!field || !stillStands(field, verdict, now)) return null;
    const chosen = choose(field, account, verdict, decision);
    verdicts.push(chosen);
    for (const side of ['left', 'right'] as const) {
      const wanted = chosen.stands?.[side];
      if (
        wanted === undefined ||
        field.digest[side](wanted) === field.digest[side](now[side]?.[field[side]] ?? null)
      )
        continue;
      set[side][field[side]] = wanted;
    }
  }
  if (verdicts.some(({ winner }) => winner === 'held')) return { kind: 'hold', account };
  const written = rules.kind === 'write' ? rules : null;
  const update = (side: Side): SideWrite | null => {
    const row = { ...written?.[side]?.set, ...set[side] };
    return Object.keys(row).length === 0 ? null : { op: 'update', set: row };
  };
  const fields = [...verdicts, ...(written?.account?.fields ?? [])];
  return {
    kind: 'write',
    left: update('left'),
    right: update('right'),
    account: { ...account, fields },
  };
}

/** Does the field hold on both sides what the decision before had left? */
function stillStands(
  field: DecideField,
  { meanwhile }: FieldVerdict,
  now: Record<Side, Row | null>,
): boolean {
  return (['left', 'right'] as const).every((side) => {
    const row = now[side];
    if (!row || !meanwhile) return false;
    return field.digest[side](row[field[side]] ?? null) === field.digest[side](meanwhile[side]);
  });
}

function choose(
  field: DecideField,
  account: ConflictAccount,
  verdict: FieldVerdict,
  decision: HeldDecision | null,
): FieldVerdict {
  const { meanwhile, ...rest } = verdict;
  if (verdict.winner !== 'held') return rest;
  const winner = decision?.fields[verdict.left];
  if (!decision || !winner) return verdict;
  const { by } = decision;
  const decided = { ...rest, winner, why: `Decided by ${by}.`, by };
  return { ...decided, stands: leftStanding(account, decided, field) };
}

function decideExistence(
  lane: DecideLane,
  account: ConflictAccount,
  verdict: FieldVerdict,
  decision: HeldDecision | null,
  now: Record<Side, Row | null>,
): Decision | null {
  const stands = now.left !== null;
  if (stands !== (now.right !== null)) return null;
  if (!decision?.record) return { kind: 'hold', account };
  const keep = decision.record === 'keep';
  const again = decideRecordAgain(lane, account, verdict, keep ? 'update' : 'delete');
  if (!again?.stands) return null;
  const { by } = decision;
  const alive = account.left ? 'left' : 'right';
  const decided: FieldVerdict = {
    ...verdict,
    winner: keep ? alive : otherSide(alive),
    why: `Decided by ${by}: the record ${keep ? 'stays' : 'goes'}.`,
    by,
  };
  const write = (side: Side): SideWrite | null => {
    if (keep === stands) return null;
    return keep ? { op: 'insert', set: again.stands?.[side] ?? {} } : { op: 'delete', set: {} };
  };
  return {
    kind: 'write',
    left: write('left'),
    right: write('right'),
    account: { ...account, fields: [decided] },
  };
}
