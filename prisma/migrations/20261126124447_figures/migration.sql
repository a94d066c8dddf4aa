-- AlterTable
ALTER TABLE "pending_record" ADD COLUMN     "differsSince" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "lane_figure" (
    "laneId" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "at" TIMESTAMPTZ(0) NOT NULL,
    "epoch" BIGINT NOT NULL,
    "flowId" TEXT NOT NULL,
    "span" INTEGER NOT NULL,
    "seconds" INTEGER NOT NULL,
    "applied" INTEGER NOT NULL,
    "unchanged" INTEGER NOT NULL,
    "resolved" INTEGER NOT NULL,
    "held" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "parked" INTEGER NOT NULL,
    "skipped" INTEGER NOT NULL,
    "errorCodes" TEXT[],
    "errorCounts" INTEGER[],
    "lagBuckets" SMALLINT[],
    "lagCounts" INTEGER[],
    "disagreementBuckets" SMALLINT[],
    "disagreementCounts" INTEGER[],

    CONSTRAINT "lane_figure_pkey" PRIMARY KEY ("laneId","side","at","span","epoch")
);

-- CreateTable
CREATE TABLE "lane_depth" (
    "laneId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(0) NOT NULL,
    "flowId" TEXT NOT NULL,
    "span" INTEGER NOT NULL,
    "queuedLeft" INTEGER NOT NULL,
    "queuedRight" INTEGER NOT NULL,
    "reconcile" INTEGER NOT NULL,
    "held" INTEGER NOT NULL,
    "parked" INTEGER NOT NULL,

    CONSTRAINT "lane_depth_pkey" PRIMARY KEY ("laneId","at","span")
);

-- CreateTable
CREATE TABLE "source_log" (
    "flowId" TEXT NOT NULL,
    "connection" TEXT NOT NULL,
    "at" TIMESTAMPTZ(0) NOT NULL,
    "span" INTEGER NOT NULL,
    "bytes" BIGINT NOT NULL,

    CONSTRAINT "source_log_pkey" PRIMARY KEY ("flowId","connection","at","span")
);

-- CreateTable
CREATE TABLE "flow_target" (
    "flowId" TEXT NOT NULL,
    "withinMs" INTEGER NOT NULL,
    "share" DOUBLE PRECISION NOT NULL,
    "updatedBy" TEXT NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "flow_target_pkey" PRIMARY KEY ("flowId")
);

-- CreateIndex
CREATE INDEX "lane_figure_flowId_at_idx" ON "lane_figure"("flowId", "at");

-- CreateIndex
CREATE INDEX "lane_figure_span_at_idx" ON "lane_figure"("span", "at");

-- CreateIndex
CREATE INDEX "lane_depth_flowId_at_idx" ON "lane_depth"("flowId", "at");

-- CreateIndex
CREATE INDEX "lane_depth_span_at_idx" ON "lane_depth"("span", "at");

-- CreateIndex
CREATE INDEX "source_log_span_at_idx" ON "source_log"("span", "at");

-- CreateIndex
CREATE INDEX "pending_record_flowId_differsSince_idx" ON "pending_record"("flowId", "differsSince");

-- AddForeignKey
ALTER TABLE "flow_target" ADD CONSTRAINT "flow_target_flowId_fkey" FOREIGN KEY ("flowId") REFERENCES "flow"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The counts of the minutes until now go on. Their percentiles, which cannot be merged, are forgotten.
INSERT INTO "lane_figure" ("laneId", "side", "at", "epoch", "flowId", "span", "seconds", "applied", "unchanged",
  "resolved", "held", "failed", "parked", "skipped", "errorCodes", "errorCounts", "lagBuckets", "lagCounts",
  "disagreementBuckets", "disagreementCounts")
SELECT "laneId", "side", "minute" AT TIME ZONE 'UTC', 0, "flowId", 60, 60, greatest("applied", 0),
  greatest("unchanged", 0), greatest("resolved", 0), greatest("held", 0), greatest("failed", 0),
  greatest("parked", 0), greatest("skipped", 0), '{}', '{}', '{}', '{}', '{}', '{}'
FROM "lane_minute";

DROP TABLE "lane_minute";
