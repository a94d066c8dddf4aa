-- What a line holds of values: full | changed | digests (core/ledger PayloadPolicy).
ALTER TABLE "ledger_entry" ADD COLUMN "payload" text NOT NULL DEFAULT 'full';
