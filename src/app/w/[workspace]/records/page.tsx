import type { Metadata } from 'next';
import { RecordsPage } from '#features/records/records-page.tsx';

export const metadata: Metadata = { title: 'Records' };

export default function Page() {
  return <RecordsPage />;
}
