/**
 * What is longer than the limits, with its length: `path` for a file, `path#name` for a function. The list only
 * shrinks: nothing here may grow, and what has become short enough must leave.
 */
export const sizeDebt: Record<string, { lines: number; reason: string }> = {};
