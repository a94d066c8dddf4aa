import type { DeliveryAttempt } from '#core/alerts/delivery-attempt.ts';
import { StatusDot } from '#ui/status-dot.tsx';

/** What came of an attempt: delivered, or the receiver's word. */
export function AttemptStatus({ attempt }: { attempt: DeliveryAttempt }) {
  const { ok, status, answer } = attempt;
  const said = [status, answer].filter((part) => part !== null && part !== '').join(' ');
  return (
    <StatusDot tone={ok ? 'ok' : 'fail'} className="max-w-full">
      <span className="truncate" title={said}>
        {ok ? `Delivered${status === null ? '' : `, ${status}`}` : said || 'Failed'}
      </span>
    </StatusDot>
  );
}
