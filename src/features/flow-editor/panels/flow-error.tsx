'use client';

import { errorPolicy } from '#core/errors/policy.ts';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { useLive } from '../session/use-session.tsx';

/** Why the flow does not run, with what to do about it; nothing while it does. */
export function FlowError({ className }: { className?: string }) {
  const error = useLive((state) => state.status?.error ?? null);
  if (!error) return null;
  const { code, message } = error;
  return <ErrorNotice error={{ code, message, remedy: errorPolicy[code].remedy }} className={className} />;
}
