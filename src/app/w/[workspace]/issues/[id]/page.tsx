import type { Metadata } from 'next';
import { IssuePage } from '#features/issues/issue-page.tsx';

export const metadata: Metadata = { title: 'Issue' };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <IssuePage id={id} />;
}
