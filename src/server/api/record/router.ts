import { router } from '../trpc.ts';
import { countRecords } from './count-records.ts';
import { listRecords } from './list-records.ts';
import { showJourney } from './show-journey.ts';
import { showRecordThen } from './show-record-then.ts';
import { traceValue } from './trace-value.ts';

export const recordRouter = router({
  list: listRecords,
  count: countRecords,
  journey: showJourney,
  trace: traceValue,
  asOf: showRecordThen,
});
