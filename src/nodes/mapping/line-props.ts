import type { Direction } from '#core/flow/flow-graph.ts';
import type { MappingActions } from './mapping-actions.ts';
import type { PairRow, SuggestionRow } from './mapping-rows.ts';
import type { MappingSides } from './mapping-sides.ts';

/** What a line of the list that can be selected is drawn from. */
export type LineProps<R extends PairRow | SuggestionRow> = {
  row: R;
  /** Its place among all lines, from 1; most of them are not drawn. */
  rowIndex: number;
  /** The keyboard is here; of all rows, only its controls are reached with Tab. */
  active: boolean;
  /** It is the row that somebody was at last; its detail may be open. */
  current: boolean;
  selected: boolean;
  sides: MappingSides;
  /** Each side makes its own keys. */
  linked: boolean;
  laneDirection: Direction;
  readOnly: boolean;
  onToggle: (id: string, on: boolean) => void;
  onEdit: (id: string) => void;
  actions: MappingActions;
};
