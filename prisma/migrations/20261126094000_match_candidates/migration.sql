-- Under what name each record of either side can be found by the other one: of a lane whose records find
-- each other in a form of their values, or of one count of matches. Hand-written: filled and asked in bulk.

CREATE TABLE "match_candidate" (
  "scope"  text NOT NULL,
  "digest" bytea NOT NULL,
  "side"   text NOT NULL,
  "key"    text NOT NULL,
  PRIMARY KEY ("scope", "digest", "side", "key")
);
