-- AlterTable
ALTER TABLE "alert_incident" ADD COLUMN     "toldChannelIds" TEXT[] DEFAULT ARRAY[]::TEXT[];
