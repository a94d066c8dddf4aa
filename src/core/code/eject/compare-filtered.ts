import type { Side } from '../../change/change-event.ts';
import { compileCondition } from '../../expression/compile-condition.ts';
import type { FilterNode } from '../../flow/flow-graph.ts';
import type { CodeFunctions } from '../../ports/code-runner.ts';
import { Misfit } from '../../values/misfit.ts';
import type { Row } from '../../values/value.ts';
import type { CodeField } from '../code-field.ts';
import type { EjectComparison } from './compare-ejected.ts';

/** Most records that are told one by one. */
const MOST_TOLD = 5;

/** Asks a filter, and the code that it became, which records they let through. */
export async function compareFiltered(
  { condition }: FilterNode,
  fields: readonly CodeField[],
  functions: Pick<CodeFunctions, 'run'>,
  side: Side,
  rows: readonly Row[],
): Promise<EjectComparison> {
  const schema = fields.map((field) => {
    return { ...field, nativeType: '', hasDefault: false, readOnly: false, comment: null };
  });
  const { holds, reads } = compileCondition({ fields: schema }, condition);
  const { results } = await functions.run('filter', rows);
  const comparison: EjectComparison = {
    side,
    checked: rows.length,
    refused: 0,
    different: 0,
    differences: [],
  };
  for (const [at, row] of rows.entries()) {
    const [was, is] = [meets(holds, row), results[at]];
    if (is?.kind === 'keep' && is.keep === was) continue;
    comparison.different++;
    if (comparison.differences.length >= MOST_TOLD) continue;
    const given = Object.fromEntries(reads.map((name) => [name, row[name] ?? null]));
    const code =
      is?.kind === 'failed'
        ? { refused: is.failure.message }
        : is?.kind === 'keep'
          ? told(is.keep)
          : { refused: 'it says nothing' };
    comparison.differences.push({ side, given, field: 'carried', mapping: told(was), code });
  }
  return comparison;
}

function told(carried: boolean): string {
  return carried ? 'yes' : 'no';
}

function meets(holds: (row: Row) => boolean, row: Row): boolean {
  try {
    return holds(row);
  } catch (error) {
    if (error instanceof Misfit) return false;
    throw error;
  }
}
