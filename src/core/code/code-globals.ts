/**
 * What all code knows without an import, nodes and shared modules alike, as the text of a `.d.ts`: names for the
 * texts that values are, and a console.
 */
export const codeGlobals = `/** An exact decimal number as its digits, e.g. \`'1234.50'\`; \`decimal\` of \`syncline\` computes with it. */
type Decimal = string;
/** A day, e.g. \`'2026-11-26'\`. */
type DateText = string;
/** A time of day, e.g. \`'09:30:00.25'\`. */
type TimeText = string;
/** A day and a time of day, e.g. \`'2026-11-26 09:30:00.25'\`; with \`+00\` behind it, a moment in UTC. */
type TimestampText = string;
/** A span of time, e.g. \`'1 day 02:00:00'\`. */
type IntervalText = string;
/** Bytes in hexadecimal digits, e.g. \`'\\\\x0a1b'\`. */
type BytesText = string;
/** What a JSON document holds. */
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** Writes lines that are shown beside the record while it is tried; \`log\` of \`syncline\` tells fields by name, too. */
declare const console: { readonly [level in 'log' | 'info' | 'warn' | 'error' | 'debug' | 'trace']: (...values: unknown[]) => void };`;
