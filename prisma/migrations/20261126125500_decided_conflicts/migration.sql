-- The log of decided conflicts. A conflict has a line for every change that was in it, and the newest of these tells
-- what was decided: [{left, rule, winner, by}, …], which is what the log is narrowed and counted by.
ALTER TABLE "ledger_entry" ADD COLUMN "verdicts" jsonb;

UPDATE "ledger_entry" e SET "verdicts" = (
  SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('left', f -> 'left', 'rule', f -> 'rule',
    'winner', f -> 'winner', 'by', f -> 'by')))
  FROM jsonb_array_elements(e.conflict -> 'fields') f)
WHERE e.status = 'resolved' AND e.conflict IS NOT NULL AND NOT EXISTS (
  SELECT FROM "ledger_entry" later
  WHERE later.lane_id = e.lane_id AND later.record_key = e.record_key AND later.applied_at = e.applied_at
    AND later.status = 'resolved' AND (later.committed_at, later.seq) > (e.committed_at, e.seq));

CREATE INDEX "ledger_entry_decided_idx" ON "ledger_entry" ("lane_id", "committed_at" DESC, "seq" DESC)
  WHERE "verdicts" IS NOT NULL;
