import { parseArgs } from 'node:util';
import { acting } from './acting.ts';
import type { BenchOptions } from './bench-options.ts';
import type { BenchResult } from './bench-result.ts';
import { bulk } from './bulk.ts';
import { code } from './code.ts';
import { growth } from './growth.ts';
import { hugeTransaction } from './huge-transaction.ts';
import { latency } from './latency.ts';
import { ledger } from './ledger.ts';
import { mapping } from './mapping.ts';
import { resultTable } from './result-table.ts';
import { snapshot } from './snapshot.ts';
import { printProfile, summarizeProfiles } from './summarize-profiles.ts';
import { writeProfiles, writeResults } from './write-report.ts';

/** Every benchmark by name. Each starts its own servers and peers and runs both in the same run. */
const benches: Record<string, (options: BenchOptions) => Promise<BenchResult[]>> = {
  bulk,
  latency,
  snapshot,
  'huge-transaction': hugeTransaction,
  growth,
  ledger,
  acting,
  mapping,
  code,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    scale: { type: 'string', default: '1' },
    profile: { type: 'string' },
    pairs: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const [name = ''] = positionals;
// Without a folder of pairs there is nothing to map.
const chosen =
  name === 'all' ? Object.keys(benches).filter((each) => each !== 'mapping' || values.pairs) : [name];
const scale = Number(values.scale);
if (!chosen.every((each) => each in benches) || !(scale > 0)) {
  console.error(`usage: npm run bench -- NAME [--json] [--write] [--scale 0.1] [--profile FOLDER] [--pairs FOLDER]
NAME is one of: ${Object.keys(benches).join(', ')}, all
--write    puts the results into docs/benchmarks.md; with --profile, the profiles
--scale    runs a part of the rows; the targets are meant for 1
--profile  keeps processor profiles of the runners in FOLDER and sums them up; it slows them down
--pairs    the folder with pairs of schemas that mapping is measured on`);
  process.exit(2);
}

const profile = values.profile ?? null;
const pairs = values.pairs ?? null;
const results: BenchResult[] = [];
for (const each of chosen) {
  const found = (await benches[each]?.({ scale, profile, pairs })) ?? [];
  results.push(...found);
  // The figures of mapping depend on the pairs that it was given, not on the machine: docs/mapping.md has them.
  if (values.write && profile === null && each !== 'mapping') await writeResults(each, found, scale);
}
if (profile !== null) {
  const summaries = await summarizeProfiles(profile);
  summaries.forEach(printProfile);
  if (values.write) await writeProfiles(summaries, scale);
}
console.log(values.json ? JSON.stringify({ results }, null, 2) : resultTable(results));
process.exit(0);
