-- Forgotten within the second: packing it costs more than the room that it saves.
ALTER TABLE "half_written" ALTER COLUMN "records" SET STORAGE EXTERNAL;
