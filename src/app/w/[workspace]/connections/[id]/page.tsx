import type { Metadata } from 'next';
import { ConnectionDetail } from '#features/connections/connection-detail.tsx';

export const metadata: Metadata = { title: 'Connection' };

export default async function ConnectionPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <ConnectionDetail id={id} />;
}
