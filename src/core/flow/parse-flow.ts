import type { z } from 'zod';
import { SyncError } from '../errors/sync-error.ts';
import { FlowGraph, FORMAT_VERSION } from './flow-graph.ts';

type Issue = z.core.$ZodIssue;

/**
 * Reads a flow from JSON text or from a value that was parsed already, and fills in the defaults.
 * Throws SyncError `FLOW_MALFORMED` (the detail lists every place that is wrong) or `FLOW_TOO_NEW`.
 */
export function parseFlow(input: unknown): FlowGraph {
  const value = typeof input === 'string' ? parseJson(input) : input;
  const version = isRecord(value) ? value.formatVersion : undefined;
  if (typeof version === 'number' && version > FORMAT_VERSION) {
    throw new SyncError(
      'FLOW_TOO_NEW',
      `The flow has format version ${version}; this Syncline reads versions up to ${FORMAT_VERSION}.`,
    );
  }
  const result = FlowGraph.safeParse(value);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => explain(issue, value));
  const more = lines.length > 1 ? ` (and ${lines.length - 1} more)` : '';
  throw new SyncError('FLOW_MALFORMED', `${lines[0]}${more}`, {
    detail: lines.join('\n'),
    cause: result.error,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : '';
    throw new SyncError('FLOW_MALFORMED', `The text is not JSON: ${why}`, { detail: why, cause });
  }
}

function explain(issue: Issue, root: unknown): string {
  return `${placeOf(issue.path, root)}: ${whatIsWrong(issue, root)}.`;
}

function whatIsWrong(issue: Issue, root: unknown): string {
  const found = valueAt(root, issue.path);
  if (issue.code === 'unrecognized_keys')
    return `nothing there is called ${issue.keys.map(quote).join(' or ')}`;
  if (found === undefined) return 'it is missing';
  if (issue.code === 'invalid_value')
    return `${show(found)} is not one of ${issue.values.map(show).join(', ')}`;
  if (issue.code === 'invalid_union') return `${show(found)} is not a kind that Syncline knows`;
  if (issue.code === 'invalid_type')
    return `it should be ${article(issue.expected)}, and it is ${show(found)}`;
  if (issue.code === 'too_small')
    return issue.origin === 'string' ? 'it is empty' : `it has fewer than ${issue.minimum} parts`;
  if (issue.code === 'too_big') return `it is longer than ${issue.maximum}`;
  return issue.message;
}

/** `the node "map" › fields › 2nd pair › direction` */
function placeOf(path: readonly PropertyKey[], root: unknown): string {
  if (path.length === 0) return 'The flow';
  const words: string[] = [];
  for (let depth = 0; depth < path.length; depth++) {
    const key = path[depth];
    const list = path[depth - 1];
    if (typeof key !== 'number') words.push(String(key));
    else
      words.splice(words.length - 1, 1, itemName(String(list), key, valueAt(root, path.slice(0, depth + 1))));
  }
  return words.join(' › ');
}

const singular: Record<string, string> = {
  nodes: 'node',
  edges: 'edge',
  fields: 'pair',
  match: 'match pair',
  forward: 'forward step',
  backward: 'backward step',
  entries: 'entry',
};

function itemName(list: string, index: number, item: unknown): string {
  const word = singular[list] ?? list;
  if (isRecord(item) && typeof item.id === 'string' && item.id !== '') return `${word} "${item.id}"`;
  return `${word} ${index + 1}`;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value) && typeof key === 'number') return value[key];
    return isRecord(value) && typeof key === 'string' ? value[key] : undefined;
  }, root);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function quote(name: string): string {
  return `"${name}"`;
}
