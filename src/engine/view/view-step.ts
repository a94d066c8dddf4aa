import type { CodeEntry } from '#core/code/code-form.ts';
import { isValueFailure } from '#core/errors/is-value-failure.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { compileLaneFilter } from '#core/flow/compile-lane-filter.ts';
import { compileMappingStep } from '#core/flow/compile-mapping-step.ts';
import type { FilterLeave } from '#core/flow/flow-graph.ts';
import type { LaneView, MappingStep, ViewStep } from '#core/flow/lane.ts';
import type { CodeFunctions, CodeResult } from '#core/ports/code-runner.ts';
import type { Row } from '#core/values/value.ts';
import type { CodeRefusal, Refusal } from './failed-value.ts';
import type { OpenCode } from './open-code.ts';

/** What became of a row on its way through a view. */
export type Seen =
  | { kind: 'row'; row: Row }
  /** Where code may make several records of one. */
  | { kind: 'several'; rows: Row[] }
  | { kind: 'dropped'; leave: FilterLeave }
  | { kind: 'failed'; refusal: Refusal };

type CodeStep = Extract<ViewStep, { kind: 'code' }>;

/** A step of a view, ready to run. */
export interface RunningStep {
  /** From the system's side to the mapping's. */
  see(rows: readonly Row[]): Promise<Seen[]>;
  /** The other way; null where the step changes nothing. */
  back: ((rows: readonly Row[]) => Promise<Seen[]>) | null;
}

/** @param own the stream, whose `passing` fields code leaves as they are. */
export function openStep(
  step: ViewStep,
  view: Pick<LaneView, 'own' | 'passing' | 'several'>,
  open: OpenCode,
): RunningStep {
  if (step.kind === 'filter') return filterStep(view.own.name, step);
  return step.kind === 'mapping' ? mappingStep(step) : codeStep(step, view, open);
}

/** What does not fit fails its record just as it would without the code behind. */
function mappingStep(step: MappingStep): RunningStep {
  const map = compileMappingStep(step);
  const seen = (row: Row): Seen => {
    try {
      return { kind: 'row', row: map(row) };
    } catch (error) {
      if (!(error instanceof SyncError) || !isValueFailure(error.code)) throw error;
      const { code, message, detail, at } = error;
      return { kind: 'failed', refusal: { code, message, detail, at } };
    }
  };
  return { see: async (rows) => rows.map(seen), back: null };
}

function filterStep(stream: string, { filter, fields }: Extract<ViewStep, { kind: 'filter' }>): RunningStep {
  const { holds } = compileLaneFilter({ name: stream, fields }, filter);
  const dropped: Seen = { kind: 'dropped', leave: filter.leave };
  return {
    see: async (rows) => rows.map((row) => (holds(row) ? { kind: 'row', row } : dropped)),
    back: null,
  };
}

function codeStep(
  step: CodeStep,
  { passing, several }: Pick<LaneView, 'passing' | 'several'>,
  open: OpenCode,
): RunningStep {
  const { code, see, back } = step;
  const view = { passing: step.passing ?? passing, several };
  let opened: Promise<CodeFunctions> | null = null;
  const run = async (entry: CodeEntry, rows: readonly Row[]): Promise<Seen[]> => {
    if (rows.length === 0) return [];
    opened ??= open(code);
    try {
      const { results } = await (await opened).run(entry, rows);
      return rows.map((row, at) => seenOf(step, view, row, results[at]));
    } catch (error) {
      opened = null;
      throw error;
    }
  };
  return {
    see: (rows) => run(see, rows),
    back: back && ((rows) => run(back, rows)),
  };
}

function seenOf(
  { code, leave, passing: behind }: CodeStep,
  { passing, several }: { passing: readonly string[]; several: readonly string[] | undefined },
  row: Row,
  result: CodeResult | undefined,
): Seen {
  const dropped: Seen = { kind: 'dropped', leave };
  const invalid = (message: string): Seen => ({
    kind: 'failed',
    refusal: invalidResult(code.nodeId, message),
  });
  switch (result?.kind) {
    case 'failed':
      return { kind: 'failed', refusal: { ...result.failure, nodeId: code.nodeId } };
    case 'keep':
      return result.keep ? { kind: 'row', row } : dropped;
    case 'records': {
      const [made, ...more] = result.rows;
      if (!made) return dropped;
      if (more.length > 0 && !several) {
        const remedy = behind ? 'Put the code before the mapping, and let' : 'Let';
        return invalid(
          `The code made ${result.rows.length} records of one, and nothing tells them apart: records are found by ${passing.join(', ') || 'their links'} alone. ${remedy} the mapping match by a field that the code makes as well.`,
        );
      }
      for (const each of result.rows) {
        const moved = passing.find((name) => each[name] !== undefined && each[name] !== row[name]);
        if (moved === undefined) continue;
        return invalid(`The code changed ${moved}, by which the record is found: it must stay as it is.`);
      }
      if (!several) return { kind: 'row', row: withPassing(made, row, passing) };
      return { kind: 'several', rows: result.rows.map((each) => withPassing(each, row, passing)) };
    }
    default:
      return invalid('The code came to nothing that a record could be made of.');
  }
}

/** Why what a code node made is no record that the lane could carry. */
export function invalidResult(nodeId: string, message: string): CodeRefusal {
  return { code: 'CODE_RESULT_INVALID', message, module: null, line: null, column: null, nodeId };
}

function withPassing(made: Row, row: Row, passing: readonly string[]): Row {
  for (const name of passing) made[name] = row[name] ?? null;
  return made;
}
