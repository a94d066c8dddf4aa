import type { Metadata } from 'next';
import { IssuesPage } from '#features/issues/issues-page.tsx';

export const metadata: Metadata = { title: 'Issues' };

export default function Page() {
  return <IssuesPage />;
}
