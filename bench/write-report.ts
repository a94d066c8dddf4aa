import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { postgresBinaries } from '#launch/postgres-binaries.ts';
import type { BenchResult } from './bench-result.ts';
import type { ProfileSummary } from './summarize-profiles.ts';

const path = join(import.meta.dirname, '../docs/benchmarks.md');

/** Rewrites a benchmark's section of `docs/benchmarks.md`. */
export async function writeResults(bench: string, results: BenchResult[], scale: number): Promise<void> {
  const rows = results.map(({ name, value, unit, target, met }) => [
    `\`${name}\``,
    `${round(value)} ${unit}`,
    target === null ? '' : `${unit === 'ratio' || unit.includes('/s') ? '≥' : '≤'} ${round(target)}`,
    met === null ? '' : met ? 'yes' : 'no',
  ]);
  const raw = results.map(({ name, detail }) => {
    const figures = Object.entries(detail).map(([key, value]) => `${key} ${value}`);
    return `- \`${name}\`: ${figures.join(', ')}`;
  });
  await replaceSection(bench, [
    machineLine(scale),
    '',
    ...markdownTable(['what', 'value', 'target', 'met'], rows),
    '',
    ...timeTable(results),
    '<details><summary>Raw figures</summary>',
    '',
    ...raw,
    '',
    '</details>',
  ]);
}

/** Rewrites the section that tells which functions of the runner use its time. */
export async function writeProfiles(summaries: ProfileSummary[], scale: number): Promise<void> {
  const parts = summaries.flatMap(({ name, functions }) => [
    '',
    `**${name}**`,
    '',
    ...markdownTable(
      ['share', 'function'],
      functions.slice(0, 12).map(({ place, share }) => [`${(100 * share).toFixed(1)} %`, `\`${place}\``]),
    ),
  ]);
  await replaceSection('profiles', [machineLine(scale), ...parts]);
}

/** Where and how it was run. */
function machineLine(scale: number): string {
  const server = execFileSync(join(postgresBinaries(), 'bin/postgres'), ['--version'], { encoding: 'utf8' });
  const postgres = server.match(/[\d.]+/)?.[0];
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const day = new Date().toISOString().slice(0, 10);
  const part = scale === 1 ? '' : `, at scale ${scale}: a trial, not the measure of the targets`;
  return `${day}, ${cpus().length} × ${cpu?.model.trim()}, ${memory} GB, Node ${process.version}, PostgreSQL ${postgres}${part}.`;
}

/** Processor time by contender and role, where the results have it. */
function timeTable(results: BenchResult[]): string[] {
  const times = new Map<string, Map<string, string>>();
  for (const { name, detail } of results) {
    for (const [key, value] of Object.entries(detail)) {
      const [, contender, role] = key.match(/^(\S+) (.+) µs\/row$/) ?? [];
      if (contender === undefined || role === undefined) continue;
      const row = `${name.split('.').slice(0, -1).join('.')} ${contender}`;
      times.set(row, (times.get(row) ?? new Map()).set(role, String(value)));
    }
  }
  if (times.size === 0) return [];
  const roles = [...new Set([...times.values()].flatMap((byRole) => [...byRole.keys()]))].sort();
  const rows = [...times].map(([row, byRole]) => [row, ...roles.map((role) => byRole.get(role) ?? '')]);
  return ['Processor time by role, µs a row:', '', ...markdownTable(['run', ...roles], rows), ''];
}

function markdownTable(head: string[], rows: string[][]): string[] {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

async function replaceSection(name: string, lines: string[]): Promise<void> {
  const text = await readFile(path, 'utf8');
  const [from, to] = [`<!-- ${name}: written by npm run bench -->`, `<!-- end of ${name} -->`];
  const start = text.indexOf(from);
  const end = text.indexOf(to);
  if (start < 0 || end < start) throw new Error(`${path} has no section ${name}`);
  const body = lines.join('\n').trim();
  await writeFile(path, `${text.slice(0, start + from.length)}\n\n${body}\n\n${text.slice(end)}`);
}

function round(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 2, useGrouping: false });
}
