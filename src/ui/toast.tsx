'use client';

import { useTheme } from 'next-themes';
import { Toaster as Sonner, toast } from 'sonner';

export { toast };

/** Where toasts appear; stands once in the root layout. */
export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-right"
      gap={8}
      // Its own style sheet says another font.
      className="font-sans!"
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-80 items-start gap-2 rounded-lg border border-line bg-surface px-3 py-2.5 text-base text-ink shadow-layer [&_[data-icon]]:mt-0.5 [&_svg]:size-4',
          title: 'font-medium',
          description: 'text-sm text-ink-2',
          actionButton: 'ml-auto shrink-0 rounded-sm px-2 text-sm font-medium text-accent hover:bg-surface-2',
          success: '[&_[data-icon]]:text-ok',
          error: '[&_[data-icon]]:text-fail',
          warning: '[&_[data-icon]]:text-warn',
        },
      }}
    />
  );
}
