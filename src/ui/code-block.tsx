'use client';

import { classNames } from '#lib/class-names.ts';
import { CopyButton } from './copy-button.tsx';

/** Code or SQL to read and copy. */
export function CodeBlock({
  code,
  label = 'Copy',
  className,
}: {
  code: string;
  label?: string;
  className?: string;
}) {
  return (
    <div className={classNames('flex rounded-md border border-line bg-surface-2', className)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre tabIndex={0} className="min-w-0 flex-1 overflow-x-auto px-2.5 py-1.5 text-sm/5 text-ink">
        {code}
      </pre>
      <CopyButton text={code} label={label} className="m-0.5" />
    </div>
  );
}
