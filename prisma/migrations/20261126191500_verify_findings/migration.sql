-- What a verify found to differ for no known reason, record by record, to be acted on.
CREATE TABLE "verify_finding" (
  "operation_id" text   NOT NULL REFERENCES "operation" ("id") ON DELETE CASCADE,
  -- In the order in which they were found, from 1.
  "number"       bigint NOT NULL,
  "lane_id"      text   NOT NULL,
  "record_key"   text   NOT NULL,
  -- differ | only-left | only-right
  "kind"         text   NOT NULL,
  -- Names of the mapped fields that differ, on the left and, in the same order, on the right.
  "fields"       text[] NOT NULL,
  "right_fields" text[] NOT NULL,
  -- What stood on each side, kept of the first ones.
  "left"         jsonb,
  "right"        jsonb,
  PRIMARY KEY ("operation_id", "number")
);
