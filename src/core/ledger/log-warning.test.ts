import { expect, test } from 'vitest';
import { describeLogWarning, logWarnings } from './log-warning.ts';

const gigabyte = 1024 ** 3;

test('[E8] held back log is said from a size on, and louder where the server will drop it', () => {
  const warnings = logWarnings(
    {
      quiet: { bytes: gigabyte - 1, limit: null },
      large: { bytes: 2 * gigabyte, limit: 64 * gigabyte },
      near: { bytes: 0.75 * gigabyte, limit: gigabyte },
      small: { bytes: 40 * 1024 ** 2, limit: 50 * 1024 ** 2 },
    },
    gigabyte,
  );
  expect(warnings.map(({ connection, code }) => `${connection} ${code}`)).toEqual([
    'large LOG_RETAINED',
    'near LOG_LIMIT_NEAR',
    'small LOG_LIMIT_NEAR',
  ]);
  expect(warnings.map(describeLogWarning)).toEqual([
    'large holds back 2.0 GB of its log.',
    'near holds back 768.0 MB of its log, and keeps no more than 1.0 GB: beyond that the feed is lost.',
    'small holds back 40.0 MB of its log, and keeps no more than 50.0 MB: beyond that the feed is lost.',
  ]);
});
