-- CreateTable
CREATE TABLE "masking_rule" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "connection" TEXT NOT NULL,
    "stream" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "least" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "masking_rule_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "masking_rule_workspaceId_connection_stream_field_key" ON "masking_rule"("workspaceId", "connection", "stream", "field");

-- AddForeignKey
ALTER TABLE "masking_rule" ADD CONSTRAINT "masking_rule_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;
