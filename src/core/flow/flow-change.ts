import { z } from 'zod';

/** One difference between two flows, as a reviewer would want to read it. */
export const FlowChange = z.object({
  what: z.enum(['added', 'removed', 'changed']),
  /** Where, in ids and names: `map › email → email_address › direction`. */
  path: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  sentence: z.string(),
  /** Id of the node that it is about. */
  node: z.string().optional(),
  /** The nodes that the edge joins which it is about. */
  edge: z.object({ source: z.string(), target: z.string() }).optional(),
  /** `before` and `after` are texts that are compared line by line. */
  lines: z.boolean().optional(),
});
export type FlowChange = z.infer<typeof FlowChange>;

export function compare(
  path: string,
  before: string | undefined,
  after: string | undefined,
  sentence: string,
): FlowChange[] {
  if (before === after) return [];
  if (before === undefined) return [{ what: 'added', path, before: null, after: after ?? null, sentence }];
  if (after === undefined) return [{ what: 'removed', path, before, after: null, sentence }];
  return [changed(path, before, after, sentence)];
}

/** A text that is read line by line, such as code; an empty one counts as none. */
export function compareLines(path: string, before: string, after: string, sentence: string): FlowChange[] {
  const changes = compare(path, before || undefined, after || undefined, sentence);
  return changes.map((change) => ({ ...change, lines: true }));
}

export function changed(path: string, before: string, after: string, sentence: string): FlowChange {
  return { what: 'changed', path, before, after, sentence };
}

export function added(path: string, after: string, sentence: string): FlowChange {
  return { what: 'added', path, before: null, after, sentence };
}

export function removed(path: string, before: string, sentence: string): FlowChange {
  return { what: 'removed', path, before, after: null, sentence };
}
