-- The ledger: one row per change and lane, partitioned by the time of the source's commit.
-- Hand-written: partitions are beyond the schema language, and the rows are written by bulk SQL.

CREATE SEQUENCE "ledger_seq" AS bigint;

CREATE TABLE "ledger_entry" (
  "seq"           bigint         NOT NULL DEFAULT nextval('ledger_seq'),
  "committed_at"  timestamptz(6) NOT NULL,
  "workspace_id"  text           NOT NULL,
  "flow_id"       text           NOT NULL,
  "lane_id"       text           NOT NULL,
  "version"       int            NOT NULL,
  "side"          text           NOT NULL,
  "position"      text           NOT NULL,
  "ordinal"       bigint         NOT NULL,
  "op"            text           NOT NULL,
  "status"        text           NOT NULL,
  "code"          text,
  "detail"        text           NOT NULL,
  "record_key"    text           NOT NULL,
  "before"        jsonb,
  "after"         jsonb,
  "target_before" jsonb,
  "target_after"  jsonb,
  "changed"       text[]         NOT NULL,
  "cause"         text           NOT NULL,
  "conflict"      jsonb,
  "captured_at"   timestamptz(6) NOT NULL,
  "applied_at"    timestamptz(6) NOT NULL,
  -- How often the line was written: more than once only where a change came again after a crash.
  "writes"        int            NOT NULL DEFAULT 1,
  -- One entry per (lane, side, position, ordinal): written again, it replaces itself.
  -- The commit time belongs to the position, so that naming it here (as partitioning demands) changes nothing.
  PRIMARY KEY ("committed_at", "lane_id", "side", "position", "ordinal")
) PARTITION BY RANGE ("committed_at");

ALTER SEQUENCE "ledger_seq" OWNED BY "ledger_entry"."seq";

-- Takes what no daily partition covers: commits from before the runner first ran, or with a clock far off.
CREATE TABLE "ledger_entry_default" PARTITION OF "ledger_entry" DEFAULT;

CREATE INDEX "ledger_entry_workspace_idx" ON "ledger_entry" ("workspace_id", "committed_at" DESC, "seq" DESC);
CREATE INDEX "ledger_entry_flow_idx" ON "ledger_entry" ("flow_id", "committed_at" DESC, "seq" DESC);
CREATE INDEX "ledger_entry_record_idx" ON "ledger_entry" ("lane_id", "record_key", "committed_at");
-- What operators look for is rare beside what simply worked.
CREATE INDEX "ledger_entry_notable_idx" ON "ledger_entry" ("workspace_id", "status", "committed_at" DESC, "seq" DESC)
  WHERE "status" IN ('resolved', 'held', 'failed', 'parked');
CREATE INDEX "ledger_entry_open_idx" ON "ledger_entry" ("lane_id", "record_key")
  WHERE "status" IN ('held', 'parked');
