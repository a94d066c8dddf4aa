import Link from 'next/link';
import { buttonClasses } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';

export default function NotFound() {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <EmptyState
        title="There is no such page"
        actions={
          <Link href="/" className={buttonClasses('primary')}>
            Go to your workspaces
          </Link>
        }
      >
        It may have been renamed or deleted, or it belongs to a workspace that you are not a member of.
      </EmptyState>
    </main>
  );
}
