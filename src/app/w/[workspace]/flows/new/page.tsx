import type { Metadata } from 'next';
import { NewFlow } from '#features/flows/new/new-flow.tsx';

export const metadata: Metadata = { title: 'New flow' };

export default function NewFlowPage() {
  return <NewFlow />;
}
