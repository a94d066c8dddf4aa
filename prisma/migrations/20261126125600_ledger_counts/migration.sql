-- Pages and counts of a large ledger. Hand-written, like the ledger itself.

-- How many lines there are, per minute of the commit time and per everything that lines are commonly asked by.
-- The bucket `-infinity` has the lines that retention has removed: they count in totals alone.
CREATE TABLE "ledger_count" (
  "workspace_id" text           NOT NULL,
  "bucket"       timestamptz(6) NOT NULL,
  "flow_id"      text           NOT NULL,
  "lane_id"      text           NOT NULL,
  "side"         text           NOT NULL,
  "version"      int            NOT NULL,
  "op"           text           NOT NULL,
  "status"       text           NOT NULL,
  -- Empty where the line has none.
  "code"         text           NOT NULL,
  "cause"        text           NOT NULL,
  "lines"        bigint         NOT NULL,
  PRIMARY KEY ("workspace_id", "bucket", "lane_id", "side", "version", "op", "status", "code", "cause")
);

CREATE INDEX "ledger_count_flow_idx" ON "ledger_count" ("flow_id", "bucket");

-- What was written since the counts were last folded. A commit adds rows here and updates none, so that
-- commits do not wait for each other. It has no index, so that they cost next to nothing.
CREATE TABLE "ledger_count_delta" (
  "workspace_id" text           NOT NULL,
  "bucket"       timestamptz(6) NOT NULL,
  "flow_id"      text           NOT NULL,
  "lane_id"      text           NOT NULL,
  "side"         text           NOT NULL,
  "version"      int            NOT NULL,
  "op"           text           NOT NULL,
  "status"       text           NOT NULL,
  "code"         text           NOT NULL,
  "cause"        text           NOT NULL,
  "lines"        bigint         NOT NULL
) WITH (autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_scale_factor = 0);

-- Lanes that the ledger has, or had, lines of.
CREATE TABLE "ledger_lane" (
  "lane_id"      text NOT NULL PRIMARY KEY,
  "workspace_id" text NOT NULL,
  "flow_id"      text NOT NULL
);

CREATE INDEX "ledger_lane_workspace_idx" ON "ledger_lane" ("workspace_id", "flow_id");

INSERT INTO "ledger_count"
SELECT workspace_id, date_bin('1 minute', committed_at, 'epoch'), flow_id, lane_id, side, version, op, status,
  coalesce(code, ''), cause, count(*)
FROM "ledger_entry" GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;

INSERT INTO "ledger_lane"
SELECT DISTINCT ON (lane_id) lane_id, workspace_id, flow_id FROM "ledger_count";

-- A page is merged from its lanes' newest lines: one index serves pages of a lane, of a flow and of all.
DROP INDEX "ledger_entry_flow_idx";
CREATE INDEX "ledger_entry_lane_idx" ON "ledger_entry" ("lane_id", "committed_at" DESC, "seq" DESC);

-- Whatever is not simply carried, by all that it is asked by. What is simply carried costs nothing here.
DROP INDEX "ledger_entry_notable_idx";
CREATE INDEX "ledger_entry_notable_idx"
  ON "ledger_entry" ("lane_id", "committed_at" DESC, "seq" DESC, "status", "code", "op", "cause", "side")
  WHERE "status" NOT IN ('applied', 'unchanged') OR "code" IS NOT NULL
    OR "op" NOT IN ('insert', 'update') OR "cause" NOT IN ('live', 'snapshot');
