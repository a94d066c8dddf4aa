import { redirect } from 'next/navigation';

export default async function FlowPage({
  params,
}: {
  params: Promise<{ workspace: string; flow: string }>;
}): Promise<never> {
  const { workspace, flow } = await params;
  redirect(`/w/${workspace}/flows/${flow}/build`);
}
