-- When the last decision of a rule over the record was replaced by another one, in an issue of decisions.
ALTER TABLE "issue_record" ADD COLUMN "replaced_at" timestamptz(6);
CREATE INDEX "issue_record_replaced_idx" ON "issue_record" ("issue_id", "record_key") WHERE "replaced_at" IS NOT NULL;
