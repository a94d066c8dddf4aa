import { bytesText } from '#lib/bytes-text.ts';
import { counted } from '#lib/counted.ts';
import { ClockTime } from '#ui/clock-time.tsx';

const count = (value: number) => value.toLocaleString('en');

type Preview = { before: number | null; lines: number; open: number; bytes: number };

/** What a shorter time would remove now. */
export function RemovalPreview({ preview: { before, lines, open, bytes } }: { preview: Preview }) {
  if (before === null || lines === 0)
    return (
      <p role="status" className="text-sm text-ink-2">
        This removes nothing now.
      </p>
    );
  return (
    <p role="status" className="text-sm text-ink-2">
      This removes {counted(lines, 'entry', 'entries')} older than <ClockTime at={before} />, and frees about{' '}
      {bytesText(bytes)}.{open > 0 ? ` ${count(open)} as old stay, since they are held or parked.` : ''}
    </p>
  );
}
