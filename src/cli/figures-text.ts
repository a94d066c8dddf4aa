import {
  type FigureName,
  type FigureUnit,
  type FigureValues,
  figures as known,
} from '#core/figures/figure.ts';
import { splitLaneId } from '#core/flow/split-lane-id.ts';
import type { FlowBurn } from '#db/figures/read-burns.ts';
import type { ShownFigures } from '#server/figures/show-figures.ts';
import { figures as format } from './format-figures.ts';
import { textTable } from './text-table.ts';

const written: Record<FigureUnit, (value: number) => string> = {
  ms: format.milliseconds,
  s: format.seconds,
  share: shareText,
  ratio: (value) => value.toFixed(2),
  changes: format.count,
  'changes/min': (value) => `${value < 10 ? value.toFixed(1) : format.count(Math.round(value))}/min`,
  records: format.count,
  bytes: format.bytes,
};

/** Figures of a flow for people: all of them, those of each lane beside, errors by code, and the target. */
export function figuresText(shown: ShownFigures, burn: FlowBurn | null): string {
  const { values, lanes, errors } = shown;
  const several = lanes.length > 1;
  const names = Object.keys(known) as FigureName[];
  const rows = names
    .filter((name) => [values, ...lanes.map((lane) => lane.values)].some((each) => each[name] !== null))
    .map((name) => [
      known[name].label,
      cell(name, values),
      ...(several ? lanes.map((lane) => cell(name, lane.values)) : []),
    ]);
  if (rows.length === 0) return 'Nothing ran in this time.';
  const heads = ['figure', 'flow', ...(several ? lanes.map(({ laneId }) => splitLaneId(laneId).lane) : [])];
  const codes = Object.entries(errors).sort(([, a], [, b]) => b - a);
  return [
    textTable(heads, rows, heads.map((_, index) => index).slice(1)),
    codes.length > 0 ? textTable(['error', 'changes'], codes, [1]) : '',
    burn ? burnText(burn) : '',
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** Two digits behind the point where they tell much: little of something, or nearly all of it. */
function shareText(value: number): string {
  const digits = value > 1 ? 0 : value > 0.99 || value < 0.1 ? 2 : 1;
  return `${(value * 100).toFixed(digits)} %`;
}

function cell(name: FigureName, values: FigureValues): string {
  const value = values[name];
  return value === null ? '–' : written[known[name].unit](value);
}

function burnText({ target, burn, lateNow }: FlowBurn): string {
  const share = (value: number | null) => (value === null ? '–' : written.share(value));
  const rows = (['hour', 'day', 'month'] as const).map((name) => {
    const { all, late, used, rate } = burn[name];
    const label = { hour: '1 hour', day: '24 hours', month: '30 days' }[name];
    return [label, format.count(all), format.count(late), share(used), rate === null ? '–' : rate.toFixed(2)];
  });
  const ends =
    burn.exhaustedAt === null
      ? 'At this pace the budget lasts.'
      : burn.exhaustedAt <= Date.now() * 1000
        ? 'The budget is used up.'
        : `At this pace the budget is used up at ${format.moment(burn.exhaustedAt)}.`;
  return [
    `Target: ${+(target.share * 100).toFixed(3)} % within ${format.milliseconds(target.withinMs)}. Reached: ${share(burn.reached)}.`,
    textTable(['over', 'records', 'late', 'budget used', 'burn rate'], rows, [1, 2, 3, 4]),
    lateNow > 0 ? `${format.count(lateNow)} out of line for too long now. ${ends}` : ends,
  ].join('\n');
}
