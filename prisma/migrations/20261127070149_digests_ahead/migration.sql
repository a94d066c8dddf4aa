-- CreateTable
CREATE TABLE "digests_ahead" (
    "laneId" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "flowId" TEXT NOT NULL,
    "position" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "digests" TEXT NOT NULL,

    CONSTRAINT "digests_ahead_pkey" PRIMARY KEY ("laneId","side")
);

-- CreateIndex
CREATE INDEX "digests_ahead_flowId_idx" ON "digests_ahead"("flowId");
