import { classNames } from '#lib/class-names.ts';

/** A person's initials on a quiet ground. */
export function Avatar({ name, size = 'md' }: { name: string; size?: 'sm' | 'md' }) {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const initials = (
    (words[0]?.[0] ?? '?') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')
  ).toUpperCase();
  return (
    <span
      aria-hidden
      className={classNames(
        'inline-flex shrink-0 items-center justify-center rounded-full bg-accent-bg font-semibold text-accent',
        size === 'sm' ? 'size-5 text-[9px]' : 'size-6 text-[10px]',
      )}
    >
      {initials}
    </span>
  );
}
