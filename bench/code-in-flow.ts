import type { BenchOptions } from './bench-options.ts';
import type { BenchResult } from './bench-result.ts';
import { withServers } from './bench-servers.ts';
import { type Measured, runContender } from './bulk.ts';
import { type Contender, syncline } from './contenders.ts';

/** Ten lines again, over the columns of `bulk`; what they make of its rows is these rows, so that both sides can be compared. */
const source = `export function transform(record: Input): Output | null {
  const [first = '', ...rest] = record.name.split(' ');
  const email = record.email === null ? null : record.email.trim().toLowerCase();
  const domain = email === null ? '' : email.slice(email.indexOf('@') + 1);
  if (domain === 'blocked.example') return null;
  const phone = record.phone === null ? null : record.phone.replace(/[^0-9+ ]/g, '');
  const worth = Number(record.score) * (record.active ? 0.9 : 1);
  const tier = worth > 5000 ? 'gold' : worth > 500 ? 'silver' : 'plain';
  const city = record.city === null || tier === '' ? null : record.city.trim();
  const name = [first, ...rest].join(' ');
  return { ...record, name, email, phone, city };
}`;

/** What a flow with a code node is to keep of the throughput that it has without. */
const target = 0.75;

/** The load of `bulk` through a one-way lane without code, and through the same lane with a code node in it. */
export async function codeInFlow(options: BenchOptions): Promise<BenchResult[]> {
  const run = (contender: Contender): Promise<Record<string, Measured>> =>
    withServers((servers) => runContender(contender, servers, options.scale));
  const plain = await run(syncline('plain', 'forward', 'FULL', options));
  const code = await run(syncline('code', 'forward', 'FULL', options, source));
  return Object.keys(plain).map((phase) => {
    const [without, within] = [plain[phase] as Measured, code[phase] as Measured];
    const value = within.rate / without.rate;
    const detail = { ...labelled('plain', without), ...labelled('code', within) };
    return { name: `code.flow.${phase}`, value, unit: 'ratio', target, met: value >= target, detail };
  });
}

function labelled(name: string, { rate, detail }: Measured): BenchResult['detail'] {
  const all = Object.entries({ 'rows/s': Math.round(rate), ...detail });
  return Object.fromEntries(all.map(([key, value]) => [`${name} ${key}`, value]));
}
