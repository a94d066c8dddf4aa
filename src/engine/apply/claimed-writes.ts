import { type Change, otherSide, type Side } from '#core/change/change-event.ts';
import type { OwnWrites } from '../reconcile/own-writes.ts';
import type { PlannedRecord } from './batch-plan.ts';
import type { SettledRecord } from './settle-batch.ts';

/** A record that is being written; without a name it is only counted, see `OwnWrites`. */
type Claim = { own: OwnWrites; side: Side; name: string | null };

/** The writes of one batch, as the lanes' own writes know them until the batch ends. */
export class ClaimedWrites {
  #underWay: { each: SettledRecord; claims: Claim[] }[] = [];
  #written: Claim[] = [];
  /** What is only counted, by lane and side: a batch may be of any size (E16). */
  readonly #counted = new Map<OwnWrites, Record<Side, number>>();

  /**
   * Claims what a part is about to write. What crosses a write of ours to the side that it came from is
   * left to reconcile instead (E4). Nothing may be awaited between this and the write.
   */
  claim(planned: readonly SettledRecord[]): void {
    for (const each of planned) {
      const { directed, folded } = each.record;
      if (directed.runtime.lane.plan.direction !== 'both') continue;
      const guarded = each.planned.kind === 'write';
      if (!guarded && !(each.planned.kind === 'skip' && each.planned.code === 'NOTHING_MAPPED')) continue;
      const { own } = directed.runtime;
      const names = namesOf(each.record);
      if (own.isCrossed(directed.from, names, folded.changes[0] as Change)) {
        each.planned = { kind: 'reconcile' };
      } else if (guarded) {
        const side = otherSide(directed.from);
        const claims = names.map((name) => ({ own, side, name: own.begin(side, name) ? name : null }));
        this.#underWay.push({ each, claims });
      }
    }
  }

  /** The outcomes of what was claimed are known: only what was applied comes back through the log. */
  settle(): void {
    for (const { each, claims } of this.#underWay) {
      if (each.outcome?.status !== 'applied') end(claims, false);
      else for (const claim of claims) this.#keep(claim);
    }
    this.#underWay = [];
  }

  #keep(claim: Claim): void {
    if (claim.name !== null) {
      this.#written.push(claim);
      return;
    }
    const counted = this.#counted.get(claim.own) ?? { left: 0, right: 0 };
    counted[claim.side] += 1;
    this.#counted.set(claim.own, counted);
  }

  /** The batch has ended. */
  end(committed: boolean): void {
    for (const { claims } of this.#underWay) end(claims, false);
    end(this.#written, committed);
    for (const [own, counted] of this.#counted) {
      for (const side of ['left', 'right'] as const) own.endCounted(side, counted[side], committed);
    }
    this.#underWay = [];
    this.#written = [];
    this.#counted.clear();
  }
}

function end(claims: Claim[], committed: boolean): void {
  for (const { own, side, name } of claims) own.end(side, name, committed);
}

function namesOf({ identity }: PlannedRecord): string[] {
  const { before, after } = identity;
  return before.recordKey === after.recordKey ? [before.recordKey] : [before.recordKey, after.recordKey];
}
