'use client';

import { useEffect, useState } from 'react';
import { describeAge } from '#lib/describe-age.ts';

/** How long ago, e.g. `3 min ago`, with the exact time on hover. Takes a Date or milliseconds. */
export function RelativeTime({ at, className }: { at: Date | string | number; className?: string }) {
  const time = new Date(at);
  const stamp = time.getTime();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const young = Date.now() - stamp < 3_600_000;
    const timer = setInterval(() => setNow(Date.now()), young ? 10_000 : 60_000);
    return () => clearInterval(timer);
  }, [stamp]);
  return (
    <time
      dateTime={time.toISOString()}
      title={time.toLocaleString('en-GB', { dateStyle: 'full', timeStyle: 'long' })}
      className={className}
      suppressHydrationWarning
    >
      {describeAge(now - stamp)}
    </time>
  );
}
