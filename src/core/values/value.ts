/**
 * One value on its way between two systems: the canonical text of its neutral type, or null.
 *
 * Canonical text, per neutral type (what PostgreSQL prints with `TimeZone=UTC`, `DateStyle=ISO`,
 * `IntervalStyle=postgres`, `bytea_output=hex`, so that PostgreSQL to PostgreSQL is the identity):
 * boolean `t`/`f` · integers and decimals as digits · floats in shortest round-trip form ·
 * bytes `\x0a1b` · date `YYYY-MM-DD` · time `HH:MM:SS[.ffffff]` ·
 * timestamp `YYYY-MM-DD HH:MM:SS[.ffffff]` · timestamptz the same with `+00` ·
 * uuid in lower case · json and text as they are · array as a PostgreSQL array literal.
 *
 * No value passes through a JS number or Date, so none loses precision.
 */
export type Value = string | null;

/** A complete row: every field that was asked for has a value. */
export type Row = Record<string, Value>;

/** A row as a log delivers it: `undefined` marks a field missing from the log (unknown, never null). */
export type Image = Record<string, Value | undefined>;
