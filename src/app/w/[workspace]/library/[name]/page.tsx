import type { Metadata } from 'next';
import { ModulePage } from '#features/library/module-page.tsx';

export const metadata: Metadata = { title: 'Module' };

export default async function Page({ params }: { params: Promise<{ name: string }> }) {
  const { name } = await params;
  return <ModulePage name={name} />;
}
