-- AlterTable
ALTER TABLE "lane_state" ADD COLUMN     "truncations" JSONB NOT NULL DEFAULT '{}';
