import type { Side } from '#core/change/change-event.ts';
import { decide } from '#core/conflict/decide.ts';
import { isValueFailure } from '#core/errors/is-value-failure.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { writesTo } from '#core/flow/direction.ts';
import type { Lane } from '#core/flow/lane.ts';
import type { FieldMeeting, MatchReport } from '#core/matching/match-report.ts';
import { ownFields, withJoined } from '#core/transform/joined-columns.ts';
import type { Row } from '#core/values/value.ts';
import { type CompiledLane, compileLane } from '../plan/compiled-lane.ts';

/** Differences shown per field, and refusals in all. */
const SHOWN = 5;

const noClock = { offset: 0, uncertainty: 0 };

/** Counts what the first meeting of records that found each other would write, by the rules of the lane. */
export class MeetingTally {
  readonly #lane: CompiledLane;
  readonly #fields: Map<string, FieldMeeting>;
  readonly #skipped: string[];
  readonly #counts = { compared: 0, agree: 0, writes: { left: 0, right: 0 }, held: 0, refused: 0 };
  readonly #refusals: string[] = [];
  /** What has to be read of each side. */
  readonly fields: Record<Side, string[]>;

  constructor(lane: Lane) {
    const { link: _, ...unlinked } = lane;
    const through = lane.fields.filter((field) => field.through);
    this.#skipped = through.filter((field) => !field.key).map((field) => field.left);
    const fields = lane.fields.filter((field) => !field.through);
    this.#lane = compileLane('match', { ...unlinked, fields });
    const own = (side: Side) => ownFields(this.#lane[side].fields, this.#lane[side].joined);
    this.fields = { left: own('left'), right: own('right') };
    this.#fields = new Map(
      fields
        .filter((field) => !field.key)
        .map(({ left, right }) => [
          left,
          { left, right, differing: 0, survivors: { left: 0, right: 0, merged: 0, held: 0 }, samples: [] },
        ]),
    );
  }

  /** Takes in two records that would be linked; one that is gone by now counts for nothing. */
  add(left: Row | undefined, right: Row | undefined): void {
    if (!left || !right) return;
    this.#counts.compared += 1;
    try {
      const { left: ours, right: theirs } = this.#lane;
      this.#decide(withJoined(left, ours.joined), withJoined(right, theirs.joined));
    } catch (error) {
      if (!(error instanceof SyncError) || !isValueFailure(error.code)) throw error;
      this.#counts.refused += 1;
      if (this.#refusals.length < SHOWN) this.#refusals.push(error.message);
    }
  }

  report(): MatchReport['meeting'] {
    const fields = [...this.#fields.values()].filter(({ differing }) => differing > 0);
    return {
      ...structuredClone(this.#counts),
      refusals: [...this.#refusals],
      fields: fields.sort((a, b) => b.differing - a.differing),
      skipped: this.#skipped,
    };
  }

  #decide(left: Row, right: Row): void {
    const { plan, fields } = this.#lane;
    const decision = decide({
      lane: { ...plan, fields },
      base: { kind: 'unknown' },
      first: true,
      left,
      right,
      touched: { left: {}, right: {} },
      clock: { left: noClock, right: noClock },
      decision: null,
    });
    if (decision.kind === 'agreed') this.#counts.agree += 1;
    else if (decision.kind === 'hold') this.#counts.held += 1;
    else {
      if (decision.left) this.#counts.writes.left += 1;
      if (decision.right) this.#counts.writes.right += 1;
    }
    const verdicts = decision.kind === 'agreed' ? [] : (decision.account?.fields ?? []);
    for (const field of fields) {
      const values = { left: left[field.left] ?? null, right: right[field.right] ?? null };
      const told = this.#fields.get(field.left);
      if (!told || field.same(values.left, values.right)) continue;
      const verdict = verdicts.find((each) => each.left === field.left);
      const oneWay = writesTo(field.direction, 'right') ? 'left' : 'right';
      const survivor = verdict?.winner ?? oneWay;
      told.differing += 1;
      told.survivors[survivor] += 1;
      if (told.samples.length >= SHOWN) continue;
      told.samples.push({ ...values, survivor, why: verdict?.why ?? 'The field goes one way.' });
    }
  }
}
