import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '#lib/class-names.ts';

/** Classes shared by everything that looks like a text field. */
export const controlClasses =
  'h-7 w-full rounded-md border border-line bg-surface px-2 text-base text-ink transition-colors hover:border-line-strong/60 focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-accent focus-visible:outline-offset-0 disabled:opacity-60 aria-invalid:border-fail';

/** A one-line text field, 28 px. */
export function Input({
  className,
  icon,
  mono = false,
  ...rest
}: ComponentProps<'input'> & { icon?: ReactNode; mono?: boolean }) {
  const input = (
    <input
      className={classNames(controlClasses, icon ? 'pl-7' : '', mono ? 'font-mono text-sm' : '', className)}
      autoComplete="off"
      spellCheck={false}
      {...rest}
    />
  );
  if (!icon) return input;
  return (
    <div className="relative w-full">
      <span
        aria-hidden
        className="pointer-events-none absolute inset-y-0 left-2 flex items-center text-ink-3 [&_svg]:size-4"
      >
        {icon}
      </span>
      {input}
    </div>
  );
}
