-- Links: records whose two sides make their own keys. Hand-written: the constraints are deferrable, so
-- that one commit may let two records exchange a key, and the rows are written by bulk SQL.

CREATE TABLE "record_link" (
  "lane_id"    text NOT NULL,
  "record_key" text NOT NULL,
  "flow_id"    text NOT NULL,
  "left_key"   text,
  "right_key"  text,
  PRIMARY KEY ("lane_id", "record_key"),
  CONSTRAINT "record_link_left" UNIQUE ("lane_id", "left_key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "record_link_right" UNIQUE ("lane_id", "right_key") DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX "record_link_flow_idx" ON "record_link" ("flow_id");

-- Keys that a linked record had until a place in its side's log.
CREATE TABLE "record_link_former" (
  "lane_id"    text NOT NULL,
  "side"       text NOT NULL,
  "key"        text NOT NULL,
  "until"      text NOT NULL,
  "record_key" text NOT NULL,
  PRIMARY KEY ("lane_id", "side", "key", "until", "record_key"),
  FOREIGN KEY ("lane_id", "record_key") REFERENCES "record_link" ON DELETE CASCADE
);
