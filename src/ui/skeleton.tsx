import { classNames } from '#lib/class-names.ts';

/** A grey bar where text will be. */
export function Skeleton({ className }: { className?: string }) {
  return <span className={classNames('block h-3 animate-pulse rounded-sm bg-line', className)} />;
}

/** Rows of a table that is being read. */
export function SkeletonRows({ rows = 6, label = 'Loading' }: { rows?: number; label?: string }) {
  const widths = ['w-1/2', 'w-2/5', 'w-3/5', 'w-1/3', 'w-5/12', 'w-7/12'];
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
          key={index}
          className="flex h-8 items-center gap-6 border-b border-line px-4"
        >
          <Skeleton className="w-16" />
          <Skeleton className={widths[index % widths.length]} />
          <Skeleton className="ml-auto w-14" />
        </div>
      ))}
    </div>
  );
}
