import type { LaneReport } from '#core/ledger/verify-report.ts';
import { compareParts } from './compare-parts.ts';
import { compareRows } from './compare-rows.ts';
import { digestPlan } from './digest-plan.ts';
import { Findings } from './findings.ts';
import { Suspects } from './suspects.ts';
import type { VerifyOptions } from './verify-options.ts';

/**
 * Compares both sides of a lane under E13: by digests that the two systems compute, so that only parts
 * that differ are read; row by row where the lane's fields do not allow that. What disagrees is read
 * again after everything under way has arrived, so that only a lasting difference is reported (E17).
 */
export async function verifyLane(options: VerifyOptions): Promise<LaneReport> {
  const { lane, sessions } = options;
  const findings = new Findings(options);
  const suspects = new Suspects(options, findings);
  const plan = digestPlan(lane, sessions);
  if ('unable' in plan) {
    await compareRows(options, null, findings, suspects);
  } else {
    for await (const part of compareParts(options, plan)) {
      if ('differing' in part) await compareRows(options, part.differing, findings, suspects);
      else {
        findings.checked += part.equal;
        options.onProgress(findings.checked);
      }
      if (options.pace && !(await options.pace())) break;
    }
  }
  await suspects.settle();
  return {
    laneId: lane.id,
    left: lane.left.stream,
    right: lane.right.stream,
    ...findings.report,
    way: 'unable' in plan ? 'rows' : 'digests',
    why: 'unable' in plan ? plan.unable : null,
  };
}
