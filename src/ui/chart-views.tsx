import { ChartNoAxesColumn, Table2 } from 'lucide-react';

/** The two ways in which a chart can be looked at, as options of a `Segmented`. */
export const chartViews = [
  { value: 'chart', label: '', icon: <ChartNoAxesColumn role="img" aria-label="Chart" /> },
  { value: 'table', label: '', icon: <Table2 role="img" aria-label="Table" /> },
] as const;
