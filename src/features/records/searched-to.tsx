import { Button } from '#ui/button.tsx';
import { ClockTime } from '#ui/clock-time.tsx';

/** Says how far back a search came in the time that one page has. `at` in microseconds since 1970. */
export function SearchedTo({ at, onGoOn }: { at: number; onGoOn: () => void }) {
  return (
    <div role="status" className="flex items-center gap-3 px-4 py-3 text-sm text-ink-2">
      <span>
        Searched back to <ClockTime at={at / 1000} />; older entries have not been looked at yet.
      </span>
      <Button size="sm" onClick={onGoOn}>
        Go on
      </Button>
    </div>
  );
}
