import { figures } from './format-figures.ts';
import type { Operation } from './watch-operation.ts';

/** An operation's state and progress as lines, by stable names. */
export function operationLines(operation: Operation): Map<string, string> {
  const lines = new Map([['state', `${operation.kind}: ${operation.state}`]]);
  const progress = Object.entries(operation.progress ?? {})
    .filter(([, value]) => typeof value === 'number' || typeof value === 'string')
    .map(
      ([name, value]) => `${name} ${typeof value === 'number' ? figures.count(Math.round(value)) : value}`,
    );
  if (progress.length > 0) lines.set('progress', `  ${progress.join(', ')}`);
  return lines;
}
