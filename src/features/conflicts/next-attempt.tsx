'use client';

import { RelativeTime } from '#ui/relative-time.tsx';

/** When a parked record is tried again; a time that has come is not told as one that has been. */
export function NextAttempt({ at }: { at: Date }) {
  if (at.getTime() <= Date.now()) return 'tried again as soon as the lane runs';
  return (
    <>
      tried again <RelativeTime at={at} />
    </>
  );
}
