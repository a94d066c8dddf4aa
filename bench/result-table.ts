import Table from 'cli-table3';
import type { BenchResult } from './bench-result.ts';

/** The results as a table for a terminal. */
export function resultTable(results: BenchResult[]): string {
  const table = new Table({
    head: ['what', 'value', 'unit', 'target', 'met', 'detail'],
    style: { head: [] },
    colWidths: [null, null, null, null, null, 90],
    wordWrap: true,
  });
  for (const { name, value, unit, target, met, detail } of results) {
    const shown = Object.entries(detail).map(([key, each]) => `${key} ${each}`);
    const isMet = met === null ? '' : met ? 'yes' : 'NO';
    table.push([name, round(value), unit, target === null ? '' : round(target), isMet, shown.join(', ')]);
  }
  return table.toString();
}

function round(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 2, useGrouping: false });
}
