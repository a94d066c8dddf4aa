import type { CodeCase, PinnedRecord } from '#core/code/code-case.ts';
import type { CodeEntry } from '#core/code/code-form.ts';
import type { DebugInput } from '#core/code/debug-input.ts';
import type { NodeSamples } from '#core/code/node-samples.ts';
import type { TriedRecord } from '#core/code/tried-record.ts';
import type { Row } from '#core/values/value.ts';
import { rowTitle } from './row-title.ts';

/** A record to try code on, and where it is from. */
export type TriedInput = {
  id: string;
  from: 'ledger' | 'pinned' | 'case' | 'sample';
  title: string;
  given: Row;
};

/** What a function can be tried on: the record that was opened from the ledger, then pinned ones, the cases, and the stream's records. */
export function triedInputs(
  entry: CodeEntry,
  found: {
    pins: readonly PinnedRecord[];
    cases: readonly CodeCase[];
    samples: NodeSamples | null;
    debug: DebugInput | null;
    key: readonly string[];
  },
): TriedInput[] {
  const { pins, cases, samples, debug, key } = found;
  const title = (given: Row) => (entry === 'merge' ? `conflict over ${given.field}` : rowTitle(given, key));
  const inputs: TriedInput[] = [];
  if (debug?.entry === entry) {
    inputs.push({
      id: `ledger ${debug.line.seq}`,
      from: 'ledger',
      title: title(debug.given),
      given: debug.given,
    });
  }
  const pinned = new Set<string>();
  for (const { entry: of, input } of pins) {
    if (of !== entry) continue;
    pinned.add(sameRow(input));
    inputs.push({ id: `pinned ${sameRow(input)}`, from: 'pinned', title: title(input), given: input });
  }
  for (const each of cases) {
    if (each.entry !== entry) continue;
    inputs.push({ id: `case ${each.name}`, from: 'case', title: each.name, given: each.input });
  }
  if (samples?.entry === entry) {
    for (const [index, given] of samples.rows.entries()) {
      if (pinned.has(sameRow(given))) continue;
      inputs.push({ id: `sample ${index}`, from: 'sample', title: title(given), given });
    }
  }
  return inputs;
}

/** What code came to, as a case that expects just that. */
export function caseOf(name: string, entry: CodeEntry, { given, result }: TriedRecord): CodeCase {
  return { name, entry, input: given, expect: result };
}

/** A text that is the same for rows of the same values. */
export function sameRow(row: Row): string {
  return JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
