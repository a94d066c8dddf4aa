-- CreateTable
CREATE TABLE "half_written" (
    "id" TEXT NOT NULL,
    "flowId" TEXT NOT NULL,
    "laneId" TEXT NOT NULL,
    "records" TEXT NOT NULL,

    CONSTRAINT "half_written_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "half_written_flowId_idx" ON "half_written"("flowId");

-- CreateIndex
CREATE INDEX "half_written_laneId_idx" ON "half_written"("laneId");
