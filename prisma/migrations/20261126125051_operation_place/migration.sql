-- AlterTable
ALTER TABLE "operation" ADD COLUMN     "place" TEXT;
