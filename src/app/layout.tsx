import type { Metadata, Viewport } from 'next';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { ApiProvider } from '#trpc/api-provider.tsx';
import { ThemeProvider } from '#ui/theme-provider.tsx';
import { Toaster } from '#ui/toast.tsx';
import { TooltipProvider } from '#ui/tooltip.tsx';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Syncline', template: '%s · Syncline' },
  description: 'Two systems kept equal, in both directions, in real time.',
};

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f9fafb' },
    { media: '(prefers-color-scheme: dark)', color: '#0e1116' },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" suppressHydrationWarning>
      <body>
        <ThemeProvider>
          <NuqsAdapter>
            <ApiProvider>
              <TooltipProvider>{children}</TooltipProvider>
            </ApiProvider>
          </NuqsAdapter>
          <Toaster />
        </ThemeProvider>
      </body>
    </html>
  );
}
