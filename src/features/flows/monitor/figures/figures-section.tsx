'use client';

import { errorParts } from '#trpc/error-parts.ts';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { BrushedRecords } from './brushed-records.tsx';
import { DisagreementChart } from './disagreement-chart.tsx';
import { LastVerify } from './last-verify.tsx';
import { RangeBar } from './range-bar.tsx';
import { TargetCard } from './target-card.tsx';
import { TimeCharts } from './time-charts.tsx';
import { useFigures } from './use-figures.ts';

/** The flow's figures over a time: charts, the target, and the records of the part that is brushed. */
export function FiguresSection() {
  const view = useFigures();
  const { figures, burn } = view;
  const error = errorParts(figures.error);
  return (
    <>
      <RangeBar view={view} />
      {error ? <ErrorNotice error={error} onRetry={() => void figures.refetch()} /> : null}
      {figures.isPending ? <SkeletonRows rows={8} label="Loading figures" /> : null}
      {figures.data ? (
        <div className="grid gap-3 lg:grid-cols-2">
          <TimeCharts view={view} series={figures.data.series} which={['lag', 'throughput']} />
          <DisagreementChart
            histogram={figures.data.disagreement}
            values={figures.data.values}
            target={burn.data?.target ?? null}
            took={view.took}
            onBrush={view.brushTook}
          />
          <TargetCard burn={burn.data ?? null} />
          <TimeCharts view={view} series={figures.data.series} which={['errors', 'depths', 'logs']} />
          <LastVerify verify={figures.data.verify} />
        </div>
      ) : null}
      <BrushedRecords view={view} />
    </>
  );
}
