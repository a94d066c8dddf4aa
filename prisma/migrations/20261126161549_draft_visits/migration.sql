-- AlterTable
ALTER TABLE "flow" ADD COLUMN     "fileDigest" TEXT;

-- CreateTable
CREATE TABLE "flow_visit" (
    "flowId" TEXT NOT NULL,
    "window" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "seenAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "flow_visit_pkey" PRIMARY KEY ("flowId","window")
);

-- AddForeignKey
ALTER TABLE "flow_visit" ADD CONSTRAINT "flow_visit_flowId_fkey" FOREIGN KEY ("flowId") REFERENCES "flow"("id") ON DELETE CASCADE ON UPDATE CASCADE;
