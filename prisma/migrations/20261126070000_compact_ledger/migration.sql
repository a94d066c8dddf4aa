-- Lines are stored compactly and read back whole: an update keeps of the old row what differs from the new one,
-- and values that are the same on the other side are not kept twice.

-- Which fields of a lane carry the same values on both sides, per version that wrote such lines.
-- It outlives the flow, as the ledger does.
CREATE TABLE "ledger_shape" (
  "lane_id" text  NOT NULL,
  "version" int   NOT NULL,
  -- [[left name, right name], …]
  "pairs"   jsonb NOT NULL,
  PRIMARY KEY ("lane_id", "version")
);

-- True: "before" holds what differs from "after", "changed" follows from it, and a target row that is `true`
-- holds the source row's values under the other side's names.
ALTER TABLE "ledger_entry" ADD COLUMN "compact" boolean NOT NULL DEFAULT false;

-- The primary key, by time first, serves a workspace's pages as well.
DROP INDEX "ledger_entry_workspace_idx";
