import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';
import { errorPolicy } from '#core/errors/policy.ts';
import { SyncError } from '#core/errors/sync-error.ts';

const LogEntry = z.looseObject({ level: z.number(), msg: z.string().optional() });
const plumbing = new Set(['level', 'time', 'pid', 'hostname', 'name', 'msg']);
const levelNames = new Map([
  [20, 'debug'],
  [30, 'info'],
  [40, 'WARN'],
  [50, 'ERROR'],
  [60, 'FATAL'],
]);

/** What Next says about itself when it starts; where it listens is ours to tell. */
const banner = /^\s*$|^\s*(▲ Next\.js|- (Local|Network|Environments?):|✓ (Starting|Ready|Running next))/;

export function say(line: string): void {
  console.log(line);
}

/**
 * Prints a part's line: for people log entries as text, everything else as it came, under the part's name; where no
 * terminal shows it log entries as they are, since a machine reads them.
 */
export function sayForPart(name: string, line: string, terminal = process.stdout.isTTY === true): void {
  if (banner.test(stripVTControlCharacters(line))) return;
  const entry = line.startsWith('{') ? parse(line) : null;
  if (entry && !terminal) console.log(line);
  else console.log(`${name.padEnd(6)} │ ${entry ? readable(entry) : line}`);
}

/** Prints an error as a person wants it: what, why, what to do. A stack only where it is our own fault. */
export function sayError(error: unknown): void {
  if (!(error instanceof SyncError)) {
    console.error(error);
    return;
  }
  console.error(`\n${error.code}: ${error.message}`);
  if (error.detail !== '') console.error(error.detail);
  console.error(errorPolicy[error.code].remedy);
}

function readable(entry: z.infer<typeof LogEntry>): string {
  const facts = Object.entries(entry).filter(([key]) => !plumbing.has(key));
  const words = facts.map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return [levelNames.get(entry.level) ?? entry.level, entry.msg, ...words].filter((word) => word).join('  ');
}

function parse(line: string): z.infer<typeof LogEntry> | null {
  try {
    return LogEntry.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null; // a line that only looks like JSON
  }
}
