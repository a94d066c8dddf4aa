import type { Pool } from 'pg';
import { type CompactRows, expandLine } from '#core/ledger/compact-line.ts';
import type { FieldPairNames } from '#core/ledger/ledger-line.ts';
import type { PayloadPolicy } from '#core/ledger/ledger-policy.ts';
import type { PlanLine } from '#core/operations/plan-line.ts';
import { epochMicros } from './read-ledger.ts';
import { parseStoredJson } from './stored-json.ts';

/** What `PlanLines` makes a line of, documents as their texts. */
export const planColumns = `seq::text, version, side, op, status, code, detail, cause, payload AS kept, compact,
  ${epochMicros('committed_at')} AS "commitTime", ${epochMicros('applied_at')} AS "appliedAt",
  before::text, after::text, target_before::text AS "targetBefore", target_after::text AS "targetAfter",
  to_json(changed)::text AS changed, conflict::text, operation_id AS "operationId"`;

type Documents = 'before' | 'after' | 'targetBefore' | 'targetAfter' | 'changed' | 'conflict';

export type StoredPlanLine = Omit<PlanLine, Documents | 'payload' | 'recalled'> &
  Record<Exclude<Documents, 'changed'>, string | null> & {
    changed: string;
    compact: boolean;
    kept: PayloadPolicy;
  };

/** Makes lines of a lane out of what was read of them. Which fields its compact lines pair is looked up once, not line by line. */
export class PlanLines {
  readonly #pairs: ReadonlyMap<number, FieldPairNames>;

  private constructor(pairs: ReadonlyMap<number, FieldPairNames>) {
    this.#pairs = pairs;
  }

  /** For lines that were read before. */
  static async of(pool: Pool, laneId: string): Promise<PlanLines> {
    const shapes = await pool.query<{ version: number; pairs: FieldPairNames }>(
      'SELECT version, pairs FROM ledger_shape WHERE lane_id = $1',
      [laneId],
    );
    return new PlanLines(new Map(shapes.rows.map(({ version, pairs }) => [version, pairs])));
  }

  toLine(stored: StoredPlanLine): PlanLine {
    const { seq, version, side, op, status, code, detail, commitTime, appliedAt, cause, operationId, kept } =
      stored;
    const rows: Omit<CompactRows, 'compact'> = {
      before: documentOf(stored.before),
      after: documentOf(stored.after),
      targetBefore: documentOf(stored.targetBefore),
      targetAfter: documentOf(stored.targetAfter),
      changed: parseStoredJson(stored.changed),
    };
    const whole = stored.compact ? expandLine(side, rows, this.#pairs.get(stored.version) ?? []) : rows;
    return {
      ...{ seq, version, side, op, status, code, detail, commitTime, appliedAt, cause, operationId },
      ...(whole as Pick<PlanLine, keyof typeof rows>),
      conflict: documentOf(stored.conflict),
      ...(kept !== 'full' && { payload: kept }),
    };
  }
}

function documentOf<T>(text: string | null): T | null {
  return text === null ? null : parseStoredJson<T>(text);
}
