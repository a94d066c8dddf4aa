-- CreateTable
CREATE TABLE "ledger_policy" (
    "workspaceId" TEXT NOT NULL,
    "flowId" TEXT NOT NULL,
    "keepDays" INTEGER,
    "payload" TEXT,

    CONSTRAINT "ledger_policy_pkey" PRIMARY KEY ("workspaceId","flowId")
);
