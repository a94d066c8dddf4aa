import { parseArgs } from 'node:util';
import type { BenchOptions } from './bench-options.ts';
import type { BenchResult } from './bench-result.ts';
import { bulk } from './bulk.ts';
import { latency } from './latency.ts';
import { printProfiles } from './print-profiles.ts';
import { resultTable } from './result-table.ts';
import { snapshot } from './snapshot.ts';

/** Every benchmark by name. Each starts its own servers and peers and runs both in the same run. */
const benches: Record<string, (options: BenchOptions) => Promise<BenchResult[]>> = {
  bulk,
  latency,
  snapshot,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    scale: { type: 'string', default: '1' },
    profile: { type: 'string' },
  },
});
const [name = ''] = positionals;
const chosen = name === 'all' ? Object.values(benches) : [benches[name]];
const scale = Number(values.scale);
if (!chosen.every((bench) => bench !== undefined) || !(scale > 0)) {
  console.error(`usage: npm run bench -- NAME [--json] [--scale 0.1] [--profile FOLDER]
NAME is one of: ${Object.keys(benches).join(', ')}, all
--scale    runs a part of the rows; the targets are meant for 1
--profile  keeps processor profiles of the runners in FOLDER and sums them up; it slows them down`);
  process.exit(2);
}

const profile = values.profile ?? null;
const results: BenchResult[] = [];
for (const bench of chosen) results.push(...(await bench({ scale, profile })));
if (profile !== null) await printProfiles(profile);
console.log(values.json ? JSON.stringify({ results }, null, 2) : resultTable(results));
process.exit(0);
