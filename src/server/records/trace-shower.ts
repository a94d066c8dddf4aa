import { describeTraceStep, type TraceNames } from '#core/lineage/describe-trace.ts';
import type { ShownTraceStep } from '#core/lineage/shown-trace.ts';
import type { TraceStep, ValuePlace } from '#core/lineage/trace-value.ts';
import type { ShownValue } from '#core/masking/shown-value.ts';
import type { Value } from '#core/values/value.ts';
import { maskRow, seesFields } from './mask-row.ts';
import type { Masker } from './masker.ts';
import type { RecordAccount } from './record-account.ts';
import { shownValue } from './show-digests.ts';
import { ValueNumbers } from './value-numbers.ts';

/** Operations that lines name, by id. */
export type Operations = Map<string, { id: string; kind: string; by: string }>;

type Shown = {
  masker: Masker;
  laneId: string;
  account: RecordAccount;
  names: TraceNames;
  operations: Operations;
};

/** Steps as the caller may see them; equal masked values of a field have equal numbers. */
export class TraceShower {
  readonly #numbers = new ValueNumbers();

  readonly #of: Shown;

  constructor(of: Shown) {
    this.#of = of;
  }

  value({ side, field }: ValuePlace, value: Value | undefined): ShownValue | undefined {
    if (value === undefined) return undefined;
    return maskRow(
      this.#of.masker,
      { laneId: this.#of.laneId, side },
      { [field]: shownValue(value, this.#numbers) },
      this.#numbers,
    )[field];
  }

  step(step: TraceStep): ShownTraceStep {
    const { place } = step;
    const at = (where: ValuePlace, value: Value | undefined) => ({
      ...where,
      value: this.value(where, value),
    });
    const line = 'line' in step ? step.line : null;
    const decided = 'decided' in step ? step.decided : null;
    const sees = seesFields(this.#of.masker, this.#of.laneId, [this.#leftName(place)]);
    const why = decided && !sees ? '' : decided?.why;
    const told = decided && { ...decided, why: why ?? '' };
    const version = line && this.#of.account.versions.get(line.version);
    return {
      kind: step.kind,
      sentence: describeTraceStep(
        told && 'decided' in step ? ({ ...step, decided: told } as TraceStep) : step,
        this.#of.names,
      ),
      at: 'at' in step ? step.at : null,
      place: at(place, step.kind === 'outside' ? step.now : step.kind === 'beyond' ? undefined : step.value),
      before:
        step.kind === 'outside'
          ? this.value(place, step.known)
          : 'before' in step
            ? this.value(place, step.before)
            : undefined,
      from: step.kind === 'carried' ? at(step.from, step.from.value) : null,
      conversion:
        step.kind === 'carried' && step.conversion
          ? step.conversion.map(({ does, gives }) => ({ does, gives: this.value(place, gives) ?? null }))
          : null,
      decided: told && {
        rule: told.rule,
        version: told.version,
        winner: told.winner,
        why: told.why,
        by: told.by,
        loser: told.loser && at({ side: told.loser.side, field: told.loser.field }, told.loser.value),
      },
      line: line && {
        seq: line.seq,
        cause: line.cause,
        version: line.version,
        position: line.position,
        side: line.side,
        commitTime: line.commitTime,
        made: version ? { by: version.by, message: version.message } : null,
      },
      operation: line?.operationId ? (this.#of.operations.get(line.operationId) ?? null) : null,
    };
  }

  #leftName({ side, field }: ValuePlace): string {
    if (side === 'left') return field;
    for (const { lane } of this.#of.account.versions.values()) {
      const pair = lane.fields.find(({ right }) => right === field);
      if (pair) return pair.left;
    }
    return field;
  }
}
