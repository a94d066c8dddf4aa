import type { Pool } from 'pg';
import { describe, expect, test } from 'vitest';
import { SelectionAhead } from './selection-ahead.ts';

const LINES = 110_000;

/** A ledger of so many lines that all match, several of each moment, and what was asked of it. */
function countedLedger() {
  const lines = Array.from({ length: LINES }, (_, i) => ({
    ...{ laneId: 'f:l', recordKey: `["${i % 30_000}"]`, committedAt: String(1_000_000 + Math.floor(i / 7)) },
    seq: String(i + 1),
  }));
  const asked: number[] = [];
  const query = async (_sql: string, values: string[]) => {
    const limit = Number(values.at(-1));
    const seq = values.length > 1 ? Number(values.at(-2)) : 0;
    const rows = lines.slice(seq, seq + limit);
    asked.push(rows.length);
    return { rows };
  };
  return { lines, asked, pool: { query } as unknown as Pool };
}

async function readAll(ahead: SelectionAhead, limit: number, from: string | null = null): Promise<string[]> {
  const seqs: string[] = [];
  for (let next = from; ; ) {
    const page = await ahead.page(next, limit);
    seqs.push(...page.lines.map(({ seq }) => seq));
    if (page.next === null) return seqs;
    next = page.next;
  }
}

describe('[E19] a selection that is read ahead', () => {
  test.each([1_999, 2_000, 120_000])('gives every line once, in pages of %d', async (limit) => {
    const { lines, asked, pool } = countedLedger();
    const seqs = await readAll(new SelectionAhead(pool, { sql: 'true', values: [] }), limit);
    expect(seqs).toEqual(lines.map(({ seq }) => seq));
    // Few searches, and never more lines in memory than those of one.
    expect(asked.length).toBeLessThanOrEqual(4);
    expect(Math.max(...asked)).toBeLessThanOrEqual(Math.max(50_000, limit));
  });

  test('goes on from any place, and begins anew', async () => {
    const { lines, pool } = countedLedger();
    const ahead = new SelectionAhead(pool, { sql: 'true', values: [] });
    await ahead.page(null, 2_000);
    const { committedAt, seq } = lines[999]!;
    expect(await readAll(ahead, 3_000, `${committedAt}/${seq}`)).toHaveLength(LINES - 1_000);
    expect(await readAll(ahead, 3_000)).toHaveLength(LINES);
  });
});
