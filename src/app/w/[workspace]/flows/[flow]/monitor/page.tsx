import { MonitorTab } from '#features/flows/monitor/monitor-tab.tsx';

export default function MonitorPage() {
  return <MonitorTab />;
}
