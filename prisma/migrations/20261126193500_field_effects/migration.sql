-- What deciding conflicts again comes to for each field of the record.
ALTER TABLE "operation_record" ADD COLUMN "effects" jsonb;
