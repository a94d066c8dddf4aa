-- CreateTable
CREATE TABLE "breaker_trip" (
    "laneId" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "flowId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "trippedAt" BIGINT NOT NULL,
    "until" TEXT NOT NULL,
    "decidedBy" TEXT,
    "decidedAt" BIGINT,

    CONSTRAINT "breaker_trip_pkey" PRIMARY KEY ("laneId","side")
);

-- CreateIndex
CREATE INDEX "breaker_trip_flowId_idx" ON "breaker_trip"("flowId");
