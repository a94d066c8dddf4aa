/** The paths by which the editor knows a node's own source and the shared modules that it imports. */
export const SOURCE_PATH = 'code.ts';

export const modulePath = (name: string) => `library/${name}.ts`;

/** The module of a path; null for the node's own source. */
export function moduleOf(path: string): string | null {
  return /^library\/(.+)\.ts$/.exec(path)?.[1] ?? null;
}
