'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { useCallback } from 'react';
import { useSession } from '#features/flow-editor/session/use-session.tsx';
import { useMinute } from '#features/records/use-minute.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { usePageVisible } from '#ui/use-page-visible.ts';
import { brushedSpan, brushedTook, figureParams, shownSpan, type TimeSpan } from './figure-params.ts';

const HOUR = 3_600_000;
/** The burn is of 30 days, whatever is shown (milliseconds). */
const BURN_EVERY = 10_000;

/** How often figures are asked for again, milliseconds: longer times change less. */
function freshness({ from, to }: TimeSpan, now: number): number | false {
  if (to < now) return false;
  return to - from <= HOUR ? 2_000 : to - from <= 24 * HOUR ? 10_000 : 60_000;
}

/** What the Monitor tab shows of the flow's figures, and over which time; all of it stands in the address. */
export function useFigures() {
  const { id } = useSession();
  const { slug: workspace } = useWorkspace();
  const trpc = useTRPC();
  const visible = usePageVisible();
  const now = useMinute();
  const [params, setParams] = useQueryStates(figureParams, { history: 'replace' });
  const span = shownSpan(params, now);
  const brushed = brushedSpan(params);
  const figures = useQuery(
    trpc.figures.show.queryOptions(
      {
        workspace,
        id,
        from: new Date(span.from).toISOString(),
        to: new Date(span.to).toISOString(),
        ...(params.lane && { laneId: `${id}:${params.lane}` }),
      },
      {
        placeholderData: keepPreviousData,
        refetchInterval: visible && freshness(span, now),
        staleTime: 1_000,
      },
    ),
  );
  const burn = useQuery(
    trpc.figures.burn.queryOptions({ workspace, id }, { refetchInterval: visible && BURN_EVERY }),
  );
  const brush = useCallback(
    (part: TimeSpan | null, only: 'errors' | null = null) =>
      void setParams({
        brushFrom: part && new Date(Math.round(part.from / 1000) * 1000),
        brushTo: part && new Date(Math.round(part.to / 1000) * 1000),
        only: part && only,
      }),
    [setParams],
  );
  const took = brushedTook(params);
  const brushTook = useCallback(
    (part: TimeSpan | null) => void setParams({ tookFrom: part?.from ?? null, tookTo: part?.to ?? null }),
    [setParams],
  );
  return { params, setParams, span, brushed, brush, took, brushTook, figures, burn };
}
export type FiguresView = ReturnType<typeof useFigures>;
