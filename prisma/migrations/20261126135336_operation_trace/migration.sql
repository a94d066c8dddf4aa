-- AlterTable
ALTER TABLE "operation" ADD COLUMN     "trace" TEXT;
