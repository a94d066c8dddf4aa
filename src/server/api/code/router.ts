import { router } from '../trpc.ts';
import { checkCode } from './check-code.ts';
import { compareEjectedNode } from './compare-ejected-node.ts';
import { debugCodeInput } from './debug-code-input.ts';
import { ejectNode } from './eject-node.ts';
import { runCodeCases } from './run-code-cases.ts';
import { sampleCode } from './sample-code.ts';
import { sampleSeenRecords } from './sample-seen-records.ts';
import { tryCode } from './try-code.ts';
import { tryLaws } from './try-laws.ts';

export const codeRouter = router({
  check: checkCode,
  try: tryCode,
  samples: sampleCode,
  seen: sampleSeenRecords,
  laws: tryLaws,
  runCases: runCodeCases,
  debugInput: debugCodeInput,
  eject: ejectNode,
  compareEjected: compareEjectedNode,
});
