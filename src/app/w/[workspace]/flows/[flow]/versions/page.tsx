import { VersionsTab } from '#features/flows/versions/versions-tab.tsx';

export default function VersionsPage() {
  return <VersionsTab />;
}
