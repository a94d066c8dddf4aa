'use client';

import type { MappingNode } from '#core/flow/flow-graph.ts';
import type { Line } from './arrange-rows.ts';
import { HeadingLine } from './heading-line.client.tsx';
import type { MappingActions } from './mapping-actions.ts';
import type { OpenField } from './mapping-rows.ts';
import type { MappingSides } from './mapping-sides.ts';
import { OpenLine } from './open-line.client.tsx';
import { PairLine } from './pair-line.client.tsx';
import { SuggestionLine } from './suggestion-line.client.tsx';
import type { GridState } from './use-grid-state.client.ts';

/** One line of the list, whatever it is. */
export function GridLine({
  line,
  rowIndex,
  active,
  node,
  sides,
  grid,
  actions,
  readOnly,
  picked,
  onPick,
  onEdit,
  onChoose,
}: {
  line: Line;
  rowIndex: number;
  active: string | null;
  node: MappingNode;
  sides: MappingSides;
  grid: GridState;
  actions: MappingActions;
  readOnly: boolean;
  /** The field that waits for its other half. */
  picked: OpenField | null;
  onPick: (field: OpenField | null) => void;
  onEdit: (id: string) => void;
  onChoose: (field: OpenField) => void;
}) {
  if (line.kind === 'heading') {
    const waits = picked && (line.section === 'open' || line.section === 'required');
    const other = picked?.side === 'left' ? 'right' : 'left';
    const hint = waits ? `Now choose the ${other} field that ${picked.field.name} belongs to.` : null;
    return <HeadingLine section={line.section} count={line.count} rowIndex={rowIndex} hint={hint} />;
  }
  if (line.kind === 'open') {
    return (
      <OpenLine
        line={line}
        rowIndex={rowIndex}
        active={active}
        sides={sides}
        direction={node.direction}
        picked={picked}
        readOnly={readOnly}
        onPick={onPick}
        actions={actions}
        onChoose={onChoose}
      />
    );
  }
  const shared = {
    rowIndex,
    active: active === line.id,
    current: grid.active === line.id,
    selected: grid.isSelected(line.id),
    sides,
    linked: node.link !== undefined,
    laneDirection: node.direction,
    readOnly,
    actions,
    onToggle: grid.toggle,
    onEdit,
  };
  return line.kind === 'pair' ? (
    <PairLine row={line} {...shared} />
  ) : (
    <SuggestionLine row={line} {...shared} />
  );
}
