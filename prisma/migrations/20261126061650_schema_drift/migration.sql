-- CreateTable
CREATE TABLE "schema_drift" (
    "id" TEXT NOT NULL,
    "flowId" TEXT NOT NULL,
    "laneId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "since" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ignoredBy" TEXT,
    "ignoredAt" TIMESTAMP(3),

    CONSTRAINT "schema_drift_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "schema_drift_flowId_idx" ON "schema_drift"("flowId");

-- CreateIndex
CREATE UNIQUE INDEX "schema_drift_laneId_key_key" ON "schema_drift"("laneId", "key");
