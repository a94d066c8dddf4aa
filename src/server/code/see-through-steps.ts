import { filledRow } from '#core/code/blank-value.ts';
import { isValueFailure } from '#core/errors/is-value-failure.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { compileLaneFilter } from '#core/flow/compile-lane-filter.ts';
import { compileMappingStep } from '#core/flow/compile-mapping-step.ts';
import type { MappingStep, ViewStep } from '#core/flow/lane.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import type { Row } from '#core/values/value.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { programOfStep } from './program-of-step.ts';
import { withCode } from './with-code.ts';

/** What became of records on their way through the steps before a node. */
export type Seen = {
  rows: Row[];
  /** Records that a filter or code on the way lets through no more. */
  dropped: number;
  /** Records that failed on the way. */
  failed: number;
  /** What the first of them failed with. */
  failure: string | null;
};

/**
 * Takes rows of a stream through what stands between its endpoint and a node. What finds a record passes by
 * code unchanged. Throws `CODE_INVALID`, `MODULE_MISSING` and `CODE_UNAVAILABLE` for code on the way.
 *
 * @param finding names of the fields that find a record
 */
export async function seeThroughSteps(
  context: WorkspaceContext,
  own: StreamSchema,
  steps: readonly ViewStep[],
  finding: readonly string[],
  given: readonly Row[],
): Promise<Seen> {
  const seen: Seen = { rows: [...given], dropped: 0, failed: 0, failure: null };
  for (const step of steps) {
    const before = seen.rows;
    if (before.length === 0) break;
    if (step.kind === 'filter') {
      const { holds } = compileLaneFilter({ ...own, fields: step.fields }, step.filter);
      seen.rows = before.filter(holds);
      seen.dropped += before.length - seen.rows.length;
      continue;
    }
    if (step.kind === 'mapping') {
      seen.rows = mapped(step, before, seen);
      continue;
    }
    const { code, see } = step;
    const passing = step.passing ?? finding;
    const inputs = before.map((row) => filledRow(see === 'backward' ? code.output : code.input, row));
    const { results } = await withCode(context, await programOfStep(context, code), (functions) =>
      functions.run(see, inputs),
    );
    seen.rows = results.flatMap((result, index) => {
      const row = before[index] ?? {};
      const kept = Object.fromEntries(
        passing.flatMap((name) => (name in row ? [[name, row[name] ?? null]] : [])),
      );
      if (result.kind === 'failed') {
        seen.failed += 1;
        seen.failure ??= result.failure.message;
        return [];
      }
      if (result.kind === 'keep' && result.keep) return [row];
      const made = result.kind === 'records' ? result.rows : [];
      if (made.length === 0) seen.dropped += 1;
      return made.map((each) => ({ ...each, ...kept }));
    });
  }
  return seen;
}

/** What a mapping makes of the rows; those that do not fit have failed on the way. */
function mapped(step: MappingStep, rows: readonly Row[], seen: Seen): Row[] {
  const map = compileMappingStep(step);
  return rows.flatMap((row) => {
    try {
      return [map(row)];
    } catch (error) {
      if (!(error instanceof SyncError) || !isValueFailure(error.code)) throw error;
      seen.failed += 1;
      seen.failure ??= error.message;
      return [];
    }
  });
}
