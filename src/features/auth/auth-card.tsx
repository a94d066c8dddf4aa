import type { ReactNode } from 'react';
import { Logo } from '../workspace/logo.tsx';

/** The centred card of pages outside a workspace. */
export function AuthCard({
  title,
  description,
  footer,
  children,
}: {
  title: string;
  description?: ReactNode;
  footer?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-4 p-6">
      <div className="w-full max-w-sm rounded-xl border border-line bg-surface p-6">
        <div className="mb-5 flex items-center gap-2.5">
          <Logo />
          <span className="font-semibold">Syncline</span>
        </div>
        <h1 className="text-lg font-semibold">{title}</h1>
        {description ? <p className="mt-0.5 text-ink-2">{description}</p> : null}
        {children ? <div className="mt-4">{children}</div> : null}
      </div>
      {footer ? <p className="max-w-sm text-center text-sm text-ink-2">{footer}</p> : null}
    </main>
  );
}
