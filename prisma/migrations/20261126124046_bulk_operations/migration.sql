-- AlterTable
ALTER TABLE "operation" ADD COLUMN     "pauseAsked" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "rate" INTEGER;

-- Which bulk action wrote a line (none for all others).
ALTER TABLE "ledger_entry" ADD COLUMN "operation_id" text;
CREATE INDEX "ledger_entry_operation_idx" ON "ledger_entry" ("operation_id", "committed_at" DESC, "seq" DESC)
  WHERE "operation_id" IS NOT NULL;

-- What a bulk action came to, record by record.
CREATE TABLE "operation_record" (
  "operation_id" text  NOT NULL REFERENCES "operation" ("id") ON DELETE CASCADE,
  "lane_id"      text  NOT NULL,
  "record_key"   text  NOT NULL,
  -- done | nothing | refused | held | parked | failed
  "outcome"      text  NOT NULL,
  "code"         text,
  "detail"       text  NOT NULL,
  -- { left, right }: what stood there, and what does now (null where the ledger's lines tell it).
  "before"       jsonb,
  "after"        jsonb,
  PRIMARY KEY ("operation_id", "lane_id", "record_key")
);
CREATE INDEX "operation_record_outcome_idx" ON "operation_record" ("operation_id", "outcome", "lane_id", "record_key");
