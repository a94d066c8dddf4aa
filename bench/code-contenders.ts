import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCodeRunner, type WarmCodeRunner } from '#sandbox/code-host.ts';
import { readerOf } from '#sandbox/isolate/read-value.ts';
import { benchProgram, benchRows, tenLines } from './code-program.ts';

/** What a contender carried, and what it took: time by the clock, and of the processors. */
export type Carried = { records: number; seconds: number; cpuSeconds: number; parts: Record<string, number> };

const BATCH = 2048;
const rows = benchRows(BATCH);

/** Syncline's own: rows in and rows out, the way through the child process included. */
export async function throughSandbox(seconds: number): Promise<Carried> {
  const runner = createCodeRunner({ children: 1 });
  try {
    await runner.warm();
    const code = await runner.open('bench', benchProgram);
    await forSeconds(seconds / 3, () => code.run('transform', rows));
    const before = { child: childSeconds(), host: process.cpuUsage() };
    const carried = await forSeconds(seconds, () => code.run('transform', rows));
    const host = process.cpuUsage(before.host);
    const hostSeconds = (host.user + host.system) / 1e6;
    const child = childSeconds() - before.child;
    const perRecord = (cpu: number) => round((cpu * 1e6) / carried.records);
    const parts = { 'child µs/record': perRecord(child), 'host µs/record': perRecord(hostSeconds) };
    return { ...carried, cpuSeconds: child + hostSeconds, parts };
  } finally {
    await runner.close();
  }
}

/** The same function called directly on records that are there already: no sandbox, no texts. */
export async function calledDirectly(seconds: number): Promise<Carried> {
  const call = new Function('record', `"use strict";${tenLines}`) as (record: object) => object | null;
  const records = codeRecords();
  let kept = 0;
  const all = async () => {
    for (const record of records) if (call(record) !== null) kept++;
  };
  await forSeconds(seconds / 3, all);
  const before = process.cpuUsage();
  const carried = await forSeconds(seconds, all);
  const { user, system } = process.cpuUsage(before);
  if (kept === 0) throw new Error('The function kept no record.');
  return { ...carried, cpuSeconds: (user + system) / 1e6, parts: {} };
}

/** Node-RED's function node with the same lines: one message for each record, from a node in its own process to another. */
export async function throughNodeRed(seconds: number): Promise<Carried> {
  const folder = await mkdtemp(join(tmpdir(), 'syncline-node-red-'));
  const body = `const record = msg.payload; const made = (() => {${tenLines}})(); if (made === null) return null; msg.payload = made; return msg;`;
  const child = fork(join(import.meta.dirname, 'node-red-process.mjs'), [folder, body], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    await once(child, 'message', { signal: AbortSignal.timeout(120_000) });
    const records = codeRecords();
    const call = new Function('record', `"use strict";${tenLines}`) as (record: object) => object | null;
    const kept = records.filter((record) => call(record) !== null).length;
    let carried: Carried | null = null;
    for (const each of [seconds / 3, seconds]) {
      child.send({ records, kept, seconds: each });
      const [answer] = await once(child, 'message', {
        signal: AbortSignal.timeout(Math.ceil(60_000 + each * 10_000)),
      });
      carried = { ...answer, parts: {} };
    }
    return carried as Carried;
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
    await rm(folder, { recursive: true, force: true });
  }
}

/** Milliseconds from `open` on a running host to the first result, and for the start of a child: several of each. */
export async function coldStarts(times: number): Promise<{ open: number[]; child: number[] }> {
  const found = { open: [] as number[], child: [] as number[] };
  for (let each = 0; each < times; each++) {
    const runner = createCodeRunner({ children: 1 });
    try {
      const began = performance.now();
      await runner.warm();
      found.child.push(performance.now() - began);
      found.open.push(await firstResult(runner, each));
    } finally {
      await runner.close();
    }
  }
  return found;
}

async function firstResult(runner: WarmCodeRunner, each: number): Promise<number> {
  // Another source each time: nothing is compiled already.
  const program = { ...benchProgram, source: `${benchProgram.source}\n// ${each} ${process.pid}` };
  const began = performance.now();
  const code = await runner.open('cold', program);
  const { results } = await code.run('transform', rows.slice(0, 1));
  const took = performance.now() - began;
  if (results[0]?.kind !== 'records') throw new Error('The first result is none.');
  return took;
}

/** The records as code sees them. */
function codeRecords(): object[] {
  const read = benchProgram.input.map(({ name, type }) => ({ name, of: readerOf(type) }));
  return rows.map((row) =>
    Object.fromEntries(
      read.map(({ name, of }) => {
        const text = row[name] ?? null;
        return [name, text === null ? null : of(text)];
      }),
    ),
  );
}

async function forSeconds(
  seconds: number,
  all: () => Promise<unknown>,
): Promise<{ records: number; seconds: number }> {
  const began = performance.now();
  let records = 0;
  while (performance.now() - began < seconds * 1000) {
    await all();
    records += BATCH;
  }
  return { records, seconds: (performance.now() - began) / 1000 };
}

/** Processor seconds of our children, as Linux counts them: hundredths. */
function childSeconds(): number {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ');
  const ticks = children.map((pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, each) => sum + each, 0) / 100;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
