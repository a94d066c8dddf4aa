import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { RecordJourney } from '#features/records/record-journey.tsx';

export const metadata: Metadata = { title: 'Record' };

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ flowId: string; recordKey: string }>;
  searchParams: Promise<{ lane?: string }>;
}) {
  const { flowId, recordKey } = await params;
  const { lane } = await searchParams;
  if (!lane) notFound();
  return <RecordJourney flowId={flowId} lane={lane} recordKey={decodeURIComponent(recordKey)} />;
}
