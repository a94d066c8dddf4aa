-- Records that got another key: the line that tells of it is under one of the two, and both lead to it.
CREATE TABLE "record_rename" (
  "flow_id"      text        NOT NULL,
  "lane_id"      text        NOT NULL,
  "from_key"     text        NOT NULL,
  "to_key"       text        NOT NULL,
  -- The other side followed.
  "carried"      boolean     NOT NULL,
  -- The line's own identity.
  "committed_at" timestamptz NOT NULL,
  "side"         text        NOT NULL,
  "position"     text        NOT NULL,
  "ordinal"      bigint      NOT NULL,
  PRIMARY KEY ("lane_id", "from_key", "committed_at", "side", "position", "ordinal")
);
CREATE INDEX "record_rename_to_idx" ON "record_rename" ("lane_id", "to_key");
CREATE INDEX "record_rename_age_idx" ON "record_rename" ("flow_id", "committed_at");
