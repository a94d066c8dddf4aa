import { z } from 'zod';
import { SyncError } from '#core/errors/sync-error.ts';
import { runDemoTraffic } from '#demo/demo-traffic.ts';
import { findDemo } from '#demo/find-demo.ts';
import type { OperationWork } from './operation-runner.ts';

const Input = z.object({ rate: z.number(), conflicts: z.number(), seconds: z.number() });

/** Makes edits on both sides of the demo. */
export async function runDemoTrafficOperation({ context, operation, report, signal }: OperationWork) {
  const demo = await findDemo(context.pool);
  if (!demo || !context.adminUrl) throw new SyncError('NOT_FOUND', 'The demo is not installed here.');
  return runDemoTraffic({
    ...Input.parse(operation.input),
    leftUrl: demo.leftUrl(context.adminUrl),
    rightUrl: demo.rightUrl(context.adminUrl),
    signal,
    onProgress: report,
  });
}
