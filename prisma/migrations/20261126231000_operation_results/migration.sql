-- The statement that writes results holds their operation itself, once: a foreign key would look it up row by row.
ALTER TABLE "operation_record" DROP CONSTRAINT "operation_record_operation_id_fkey";

-- Results go with their operation. (A migration is cut at every semicolon, also within a text: there they are \x3b.)
CREATE FUNCTION "drop_operation_records"() RETURNS trigger LANGUAGE plpgsql AS
  E'BEGIN DELETE FROM "operation_record" r USING gone WHERE r."operation_id" = gone."id"\x3b RETURN NULL\x3b END';
CREATE TRIGGER "operation_records" AFTER DELETE ON "operation" REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION "drop_operation_records"();

-- Most records are done: only those that are not are looked for by their outcome.
DROP INDEX "operation_record_outcome_idx";
CREATE INDEX "operation_record_outcome_idx" ON "operation_record" ("operation_id", "outcome", "lane_id", "record_key")
  WHERE "outcome" <> 'done';
