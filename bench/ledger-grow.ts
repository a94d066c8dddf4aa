import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { LedgerLine } from '#core/ledger/ledger-line.ts';
import { ensurePartitions } from '#db/ledger/ensure-partitions.ts';
import { foldCounts } from '#db/ledger/fold-counts.ts';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { ledgerFlows, makeLines } from './ledger-lines.ts';

const DAY = 86_400_000;
const DAYS = 7;
/** Lines that go through the engine's own writing; the rest are copies of them at other times. */
const WRITTEN = 100_000;
/** Changes in a part of a batch, as the engine writes them. */
export const PART = 2_000;

/** Makes the flows that the lines are of. */
export async function makeLedgerFlows(pool: pg.Pool): Promise<void> {
  await pool.query(`INSERT INTO organization (id, name, slug, "createdAt") VALUES ('w', 'W', 'w', now())`);
  for (const id of [...ledgerFlows.map((flow) => flow.id), 'tiny']) {
    await pool.query(
      `INSERT INTO flow (id, "workspaceId", name, draft, "draftBy", "draftDigest") VALUES ($1, 'w', $1, '{}', 't', '')`,
      [id],
    );
    await pool.query(
      `INSERT INTO flow_version (id, "flowId", number, graph, digest, lanes, message, "createdBy")
       VALUES ($1, $1, 1, '{}', '', '[]', '', 't')`,
      [id],
    );
    await pool.query(
      `INSERT INTO deployment ("flowId", "versionId", desired, "desiredBy", epoch) VALUES ($1, $1, 'running', 't', 1)`,
      [id],
    );
  }
}

/** The engine's way to the ledger. */
export const ledgerWriter = (pool: pg.Pool) => new PgLaneStore(pool, 'w', randomBytes(32));

/** Writes lines as the engine does: in parts, each of one flow, several at work at a time. */
export async function writeLines(store: PgLaneStore, lines: LedgerLine[]): Promise<void> {
  const parts: LedgerLine[][] = [];
  for (const flowId of new Set(lines.map((line) => line.flowId))) {
    const own = lines.filter((line) => line.flowId === flowId);
    for (let at = 0; at < own.length; at += PART) parts.push(own.slice(at, at + PART));
  }
  const next = parts.values();
  const work = async () => {
    for (const part of next) await store.commit({ flowId: part[0]!.flowId, epoch: 1 }, { entries: part });
  };
  await Promise.all([work(), work()]);
}

/**
 * Grows a ledger of a week up to an hour ago. @returns the newest line's time, milliseconds since 1970
 * @param total lines, in hundreds of thousands at full size
 */
export async function growWeek(pool: pg.Pool, total: number): Promise<number> {
  const end = Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000;
  const start = end - DAYS * DAY;
  for (let day = 0; day <= DAYS + 1; day += 1) await ensurePartitions(pool, new Date(start + day * DAY));
  const copies = Math.max(1, Math.round(total / WRITTEN));
  const count = Math.round(total / copies);
  const length = Math.floor((DAYS * DAY) / copies) * 1_000;
  const writer = ledgerWriter(pool);
  await writeLines(writer, makeLines(count, { from: start * 1_000, length }, 1));
  const { rows } = await pool.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_name = 'ledger_entry' AND table_schema = current_schema() ORDER BY ordinal_position`,
  );
  const copied: Record<string, string> = {
    seq: `nextval('ledger_seq')`,
    // They are in no chain.
    block: 'NULL',
    committed_at: `committed_at + n * $1::bigint * interval '1 microsecond'`,
    captured_at: `captured_at + n * $1::bigint * interval '1 microsecond'`,
    applied_at: `applied_at + n * $1::bigint * interval '1 microsecond'`,
    position: `position || n`,
    // The newest tenth was written by the next version.
    version: `CASE WHEN n >= ${Math.floor(copies * 0.9)} THEN 2 ELSE 1 END`,
  };
  const names = rows.map(({ name }) => name);
  const numbers = Array.from({ length: copies - 1 }, (_, index) => index + 1).values();
  const copy = async () => {
    for (const n of numbers) {
      await pool.query(
        `INSERT INTO ledger_entry (${names.join(', ')})
         SELECT ${names.map((name) => copied[name] ?? name).join(', ')}
         FROM ledger_entry, (SELECT ${n} AS n) c WHERE committed_at < $2::timestamptz`,
        [length, new Date(start + length / 1_000).toISOString()],
      );
      if (n % 10 === 0) console.error(`ledger: ${(n + 1) * count} lines`);
    }
  };
  await Promise.all([copy(), copy()]);
  // A flow of which there is hardly anything, long ago among the others.
  const tiny = makeLines(300, { from: (start + DAY) * 1_000, length: DAY * 100 }, 2);
  await writeLines(
    writer,
    tiny.map((line) => ({ ...line, flowId: 'tiny', laneId: 'tiny:a-map-b' })),
  );
  await countAnew(pool);
  await pool.query('VACUUM ANALYZE ledger_entry');
  await pool.query('VACUUM ANALYZE ledger_count');
  return end;
}

/** What was copied was not counted with its writing. */
async function countAnew(pool: pg.Pool): Promise<void> {
  await foldCounts(pool);
  await pool.query('TRUNCATE ledger_count');
  await pool.query(
    `INSERT INTO ledger_count
     SELECT workspace_id, date_bin('1 minute', committed_at, 'epoch'), flow_id, lane_id, side, version, op, status,
       coalesce(code, ''), cause, count(*) FROM ledger_entry GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10`,
  );
}
