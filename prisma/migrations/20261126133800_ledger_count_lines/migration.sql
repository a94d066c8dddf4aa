-- The number of lines beside its key: sums are read from the index alone.
ALTER TABLE "ledger_count" DROP CONSTRAINT "ledger_count_pkey";
ALTER TABLE "ledger_count" ADD PRIMARY KEY
  ("workspace_id", "bucket", "lane_id", "side", "version", "op", "status", "code", "cause") INCLUDE ("lines");
