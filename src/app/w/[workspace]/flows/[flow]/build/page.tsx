import { BuildTab } from '#features/flow-editor/build-tab.tsx';

export default function BuildPage() {
  return <BuildTab />;
}
