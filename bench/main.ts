import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import type { BenchOptions } from './bench-options.ts';
import type { BenchResult } from './bench-result.ts';
import { bulk } from './bulk.ts';
import { latency } from './latency.ts';

/** Every benchmark by name. Each starts its own servers and peers and runs both in the same run. */
const benches: Record<string, (options: BenchOptions) => Promise<BenchResult[]>> = { bulk, latency };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, scale: { type: 'string', default: '1' } },
});
const [name = ''] = positionals;
const bench = benches[name];
const scale = Number(values.scale);
if (!bench || !(scale > 0)) {
  console.error(
    `usage: npm run bench -- NAME [--json] [--scale 0.1]\nNAME is one of: ${Object.keys(benches).join(', ')}`,
  );
  process.exit(2);
}

const results = await bench({ scale });
if (values.json) console.log(JSON.stringify({ results }, null, 2));
else console.log(toTable(results));
process.exit(0);

function toTable(results: BenchResult[]): string {
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
