-- AlterTable
ALTER TABLE "pending_record" ADD COLUMN     "issueId" TEXT;

-- CreateTable
CREATE TABLE "issue" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "flowId" TEXT NOT NULL,
    "laneId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "to" TEXT,
    "field" TEXT,
    "constraint" TEXT,
    "node" TEXT,
    "rule" TEXT,
    "firstSeen" TIMESTAMP(3) NOT NULL,
    "lastSeen" TIMESTAMP(3) NOT NULL,
    "lines" INTEGER NOT NULL,
    "records" INTEGER NOT NULL,
    "sample" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "stateBy" TEXT,
    "stateAt" TIMESTAMP(3) NOT NULL,
    "reason" TEXT,
    "snoozedUntil" TIMESTAMP(3),
    "snoozedLines" INTEGER,
    "resolvedAt" TIMESTAMP(3),
    "returnedAt" TIMESTAMP(3),
    "assigneeId" TEXT,

    CONSTRAINT "issue_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "issue_event" (
    "id" BIGSERIAL NOT NULL,
    "issueId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "issue_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "issue_workspaceId_state_lastSeen_idx" ON "issue"("workspaceId", "state", "lastSeen");

-- CreateIndex
CREATE INDEX "issue_flowId_idx" ON "issue"("flowId");

-- CreateIndex
CREATE INDEX "issue_event_issueId_id_idx" ON "issue_event"("issueId", "id");

-- CreateIndex
-- Few of the records that are written there are parked.
CREATE INDEX "pending_record_issueId_idx" ON "pending_record"("issueId") WHERE "issueId" IS NOT NULL;

-- AddForeignKey
ALTER TABLE "issue_event" ADD CONSTRAINT "issue_event_issueId_fkey" FOREIGN KEY ("issueId") REFERENCES "issue"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The issue that a line is in. It stays there when the record is in line again.
ALTER TABLE "ledger_entry" ADD COLUMN "issue_id" text;
CREATE INDEX "ledger_entry_issue_idx" ON "ledger_entry" ("issue_id", "committed_at" DESC, "seq" DESC)
  WHERE "issue_id" IS NOT NULL;

-- Hand-written, as they are written in bulk. Each record that was ever in an issue, once.
CREATE TABLE "issue_record" (
  "issue_id"   text NOT NULL REFERENCES "issue" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  "record_key" text NOT NULL,
  -- When it last failed with nothing left that would try it again (a parked one is tried again).
  "failed_at"  timestamptz(6),
  PRIMARY KEY ("issue_id", "record_key")
);
CREATE INDEX "issue_record_failed_idx" ON "issue_record" ("issue_id", "failed_at") WHERE "failed_at" IS NOT NULL;

-- Lines of an issue by the hour (UTC) in which they were written.
CREATE TABLE "issue_hour" (
  "issue_id" text        NOT NULL REFERENCES "issue" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  "hour"     timestamptz NOT NULL,
  "lines"    int         NOT NULL,
  PRIMARY KEY ("issue_id", "hour")
);
