-- CreateTable
CREATE TABLE "alert_rule" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "flowId" TEXT,
    "laneId" TEXT,
    "body" JSONB NOT NULL,
    "channelIds" TEXT[],
    "mutedUntil" TIMESTAMP(3),
    "mutedBy" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_channel" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "config" JSONB NOT NULL,
    "secrets" TEXT NOT NULL,
    "quietHours" JSONB,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_channel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_incident" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "ruleId" TEXT,
    "ruleName" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "flowId" TEXT,
    "laneId" TEXT,
    "state" TEXT NOT NULL,
    "open" BOOLEAN,
    "value" DOUBLE PRECISION,
    "detail" TEXT NOT NULL,
    "since" TIMESTAMP(3) NOT NULL,
    "firedAt" TIMESTAMP(3),
    "wellSince" TIMESTAMP(3),
    "toldAt" TIMESTAMP(3),
    "resolvedAt" TIMESTAMP(3),
    "acknowledgedBy" TEXT,
    "acknowledgedAt" TIMESTAMP(3),
    "mutedUntil" TIMESTAMP(3),
    "timeline" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "alert_incident_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_notice" (
    "id" BIGSERIAL NOT NULL,
    "channelId" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "held" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "alert_notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_delivery" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "channelId" TEXT,
    "channelName" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lastAttempt" INTEGER NOT NULL,
    "nextAttemptAt" TIMESTAMP(3) NOT NULL,
    "claimedUntil" TIMESTAMP(3),
    "log" JSONB NOT NULL DEFAULT '[]',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deliveredAt" TIMESTAMP(3),

    CONSTRAINT "alert_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_lease" (
    "id" INTEGER NOT NULL,
    "holder" TEXT NOT NULL,
    "epoch" BIGINT NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "alert_lease_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "alert_rule_workspaceId_name_key" ON "alert_rule"("workspaceId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "alert_channel_workspaceId_name_key" ON "alert_channel"("workspaceId", "name");

-- CreateIndex
CREATE INDEX "alert_incident_workspaceId_state_since_idx" ON "alert_incident"("workspaceId", "state", "since");

-- CreateIndex
CREATE UNIQUE INDEX "alert_incident_ruleId_subject_open_key" ON "alert_incident"("ruleId", "subject", "open");

-- CreateIndex
CREATE INDEX "alert_notice_channelId_id_idx" ON "alert_notice"("channelId", "id");

-- CreateIndex
CREATE INDEX "alert_delivery_workspaceId_createdAt_idx" ON "alert_delivery"("workspaceId", "createdAt");

-- CreateIndex
CREATE INDEX "alert_delivery_state_nextAttemptAt_idx" ON "alert_delivery"("state", "nextAttemptAt");

-- CreateIndex
CREATE INDEX "alert_delivery_channelId_createdAt_idx" ON "alert_delivery"("channelId", "createdAt");

-- AddForeignKey
ALTER TABLE "alert_rule" ADD CONSTRAINT "alert_rule_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_channel" ADD CONSTRAINT "alert_channel_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_incident" ADD CONSTRAINT "alert_incident_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_incident" ADD CONSTRAINT "alert_incident_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "alert_rule"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_notice" ADD CONSTRAINT "alert_notice_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "alert_channel"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_delivery" ADD CONSTRAINT "alert_delivery_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_delivery" ADD CONSTRAINT "alert_delivery_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "alert_channel"("id") ON DELETE SET NULL ON UPDATE CASCADE;
