-- Whether a runner keeps comparing both sides of the flow at a low rate.
ALTER TABLE "deployment" ADD COLUMN "continuousVerify" BOOLEAN NOT NULL DEFAULT false;
