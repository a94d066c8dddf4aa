-- AlterTable
ALTER TABLE "lane_state" ADD COLUMN     "places" JSONB NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "feed_state" (
    "feedId" TEXT NOT NULL,
    "flowId" TEXT NOT NULL,
    "system" TEXT NOT NULL,
    "timeline" TEXT NOT NULL,
    "changedAt" BIGINT,

    CONSTRAINT "feed_state_pkey" PRIMARY KEY ("feedId")
);

-- CreateIndex
CREATE INDEX "feed_state_flowId_idx" ON "feed_state"("flowId");
