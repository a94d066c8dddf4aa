-- The ledger as a hash chain per lane: see docs/ledger.md. Hand-written, like the ledger itself.

-- Which block of its lane's chain holds the line as it stands, null for lines from before there were chains.
ALTER TABLE "ledger_entry" ADD COLUMN "block" bigint;

-- Where each chain stands.
CREATE TABLE "ledger_chain" (
  "lane_id"      text   NOT NULL PRIMARY KEY,
  "workspace_id" text   NOT NULL,
  "flow_id"      text   NOT NULL,
  -- Lines up to this one were written before there were chains, and belong to no block.
  "begins_after" bigint NOT NULL,
  -- The newest block, and its hash.
  "number"       bigint NOT NULL,
  "hash"         bytea  NOT NULL
);
CREATE INDEX "ledger_chain_workspace_idx" ON "ledger_chain" ("workspace_id", "flow_id");

CREATE SEQUENCE "ledger_block_id" AS bigint;

-- What one statement wrote to one lane.
CREATE TABLE "ledger_block" (
  "lane_id"    text           NOT NULL,
  "number"     bigint         NOT NULL,
  -- What lines name as their block.
  "id"         bigint         NOT NULL,
  -- written | again | settled | removed
  "kind"       text           NOT NULL,
  "at"         timestamptz(6) NOT NULL,
  "lines"      int            NOT NULL,
  "seqs"       int8multirange NOT NULL,
  -- Over the digests of its lines, by seq.
  "digest"     bytea          NOT NULL,
  -- The first four bytes of each, by which an altered line is found. Not part of the hash.
  "marks"      bytea          NOT NULL,
  -- Over the digests that its lines had in the blocks that held them before, empty where there were none.
  "superseded" bytea          NOT NULL,
  -- Digests of the field pairs that compact lines refer to, by version.
  "shapes"     jsonb,
  -- What was removed, why and by whom.
  "note"       jsonb,
  "nonce"      bytea          NOT NULL,
  "hash"       bytea          NOT NULL,
  -- Over the hash, with a key that the store does not hold.
  "seal"       bytea          NOT NULL,
  PRIMARY KEY ("lane_id", "number")
);

-- What lines were in the blocks that held them before.
CREATE TABLE "ledger_superseded" (
  "lane_id"   text   NOT NULL,
  "seq"       bigint NOT NULL,
  -- Null for a line from before there were chains.
  "was_block" bigint,
  -- The block that holds it since, or that tells of its removal.
  "block"     bigint NOT NULL,
  "digest"    bytea  NOT NULL,
  PRIMARY KEY ("lane_id", "block", "seq")
);

-- Where chains begin in this store.
CREATE TABLE "ledger_chain_start" ("seq" bigint NOT NULL);
INSERT INTO "ledger_chain_start" SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM "ledger_seq";

-- Removals look blocks up by what lines name, and what is left of them.
CREATE INDEX "ledger_block_id_idx" ON "ledger_block" ("lane_id", "id");
CREATE INDEX "ledger_superseded_was_idx" ON "ledger_superseded" ("lane_id", "was_block");
