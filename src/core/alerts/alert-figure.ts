import type { FlowStatus, LaneStatus } from '../ledger/lane-status.ts';

/** One value of a figure, and what it is a value of within its flow. */
export type FigureReading = {
  /** Null where it is a figure of the whole flow. */
  laneId: string | null;
  /** Tells readings of one lane or flow apart, e.g. a side or a connection; empty where there is one. */
  of: string;
  value: number;
};

export type AlertFigure = {
  label: string;
  /** How a value is shown. */
  unit: 'ms' | 'per second' | 'bytes' | 'records';
  /** What the flow's status says of it; nothing where it is not known now. */
  read(status: FlowStatus): FigureReading[];
};

/** Figures of a flow that a rule can watch, by id. */
export const alertFigures = {
  'lag-p50': ofWays('Lag, median', 'ms', (way) => way.lagP50),
  'lag-p99': ofWays('Lag, 99th percentile', 'ms', (way) => way.lagP99),
  throughput: ofWays('Changes settled', 'per second', (way) => way.rate),
  'log-held-back': {
    label: 'Log held back',
    unit: 'bytes',
    read: ({ retained }) =>
      Object.entries(retained).map(([of, value]): FigureReading => ({ laneId: null, of, value })),
  },
  reconciling: ofLanes('Records being reconciled', (lane) => lane.pending.reconcile),
  held: ofLanes('Records held for a person', (lane) => lane.pending.held),
  parked: ofLanes('Records parked', (lane) => lane.pending.parked),
} as const satisfies Record<string, AlertFigure>;

export type AlertFigureId = keyof typeof alertFigures;
export const alertFigureIds = Object.keys(alertFigures) as [AlertFigureId, ...AlertFigureId[]];

function ofWays(
  label: string,
  unit: AlertFigure['unit'],
  value: (way: LaneStatus['forward']) => number | null,
): AlertFigure {
  return {
    label,
    unit,
    read: ({ lanes }) =>
      lanes.flatMap((lane) =>
        [['left', lane.forward] as const, ['right', lane.backward] as const].flatMap(([of, way]) => {
          const now = value(way);
          return now === null ? [] : [{ laneId: lane.laneId, of, value: now }];
        }),
      ),
  };
}

function ofLanes(label: string, value: (lane: LaneStatus) => number): AlertFigure {
  return {
    label,
    unit: 'records',
    read: ({ lanes }) => lanes.map((lane) => ({ laneId: lane.laneId, of: '', value: value(lane) })),
  };
}
