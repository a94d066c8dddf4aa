'use client';

import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { otherSide, type Side } from '#core/change/change-event.ts';
import { proposePairs } from '#core/mapping/propose-pairs.ts';
import type { Field } from '#core/values/stream-schema.ts';
import { NodeProblems } from '../node-problems.client.tsx';
import type { InspectorProps } from '../node-views.ts';
import { arrangeRows } from './arrange-rows.ts';
import { ChooseDialog } from './choose-dialog.client.tsx';
import { CountsBar } from './counts-bar.client.tsx';
import { FieldsGrid } from './fields-grid.client.tsx';
import { selectable } from './grid-moves.ts';
import { LaneBar } from './lane-bar.client.tsx';
import { mappingActions } from './mapping-actions.ts';
import { type MappingRows, mappingRows, type OpenField, pairId, type SuggestionRow } from './mapping-rows.ts';
import type { MappingSides } from './mapping-sides.ts';
import { MappingToolbar } from './mapping-toolbar.client.tsx';
import { PairDetail } from './pair-detail.client.tsx';
import { RecordKeys } from './record-keys.client.tsx';
import { useGridState } from './use-grid-state.client.ts';
import { useMappingSides } from './use-mapping-sides.client.ts';
import { useMappingView } from './use-mapping-view.client.ts';

/** Both sides' fields in one list: those that are paired, those that are suggested, and the others. */
export function MappingInspector(props: InspectorProps<'mapping'>) {
  const { node, problems, readOnly, wide, onWide, onEdit, onEditEnd } = props;
  const sides = useMappingSides(node.id);
  const rows = useRows(props, sides);
  const view = useMappingView(node.id);
  const search = useDeferredValue(view.search);
  const lines = useMemo(
    () => arrangeRows(rows, { search, show: view.show, sort: view.sort }),
    [rows, search, view.show, view.sort],
  );
  const grid = useGridState(lines);
  const actions = useMemo(() => mappingActions(sides, onEdit, onEditEnd), [sides, onEdit, onEditEnd]);
  const [editing, setEditing] = useState<string | null>(null);
  const [choosing, setChoosing] = useState<OpenField | null>(null);
  const searchInput = useSearchKey();
  useFocusedPair(props, (id) => {
    view.reset();
    grid.activate(id, true);
    setEditing(id);
  });
  const edited = rows.pairs.find(({ id }) => id === editing);
  const closeDetail = () => {
    setEditing(null);
    grid.activate(grid.active, true);
  };
  const leave = () => {
    if (edited) closeDetail();
    else if (wide) onWide(false);
    else return false;
    return true;
  };
  return (
    <div className="flex h-full min-h-0 flex-col">
      <LaneBar node={node} sides={sides} readOnly={readOnly} onEdit={onEdit} />
      <NodeProblems problems={problems.filter(isAboutNode)} />
      <RecordKeys node={node} sides={sides} readOnly={readOnly} onEdit={onEdit} />
      <MappingToolbar
        view={view}
        counts={rows.counts}
        suggestions={selectable(lines).filter((row): row is SuggestionRow => row.kind === 'suggestion')}
        grid={grid}
        actions={actions}
        search={searchInput}
        readOnly={readOnly}
      />
      <div className="@container relative flex min-h-0 flex-1">
        <FieldsGrid
          node={node}
          lines={lines}
          sides={sides}
          grid={grid}
          actions={actions}
          readOnly={readOnly}
          onEdit={setEditing}
          onChoose={setChoosing}
          onLeave={leave}
          empty={<Empty sides={sides} searched={view.search !== '' || view.show !== 'all'} />}
        />
        {edited ? (
          <div className="absolute inset-0 z-20 @5xl:static @5xl:w-104 @5xl:shrink-0">
            <PairDetail row={edited} actions={actions} readOnly={readOnly} onClose={closeDetail} />
          </div>
        ) : null}
      </div>
      <CountsBar counts={rows.counts} readOnly={readOnly} />
      {choosing ? (
        <ChooseDialog
          field={choosing}
          free={freeFields(rows, otherSide(choosing.side))}
          sides={sides}
          direction={node.direction}
          onPair={actions.pair}
          onClose={() => setChoosing(null)}
        />
      ) : null}
    </div>
  );
}

/** Pairs have their problems beside them, and what must be mapped stands on top of the list. */
const isAboutNode = ({ fieldIndex, code }: InspectorProps<'mapping'>['problems'][number]) =>
  fieldIndex === null && code !== 'FIELD_REQUIRED';

function useRows({ node, problems, readOnly }: InspectorProps<'mapping'>, sides: MappingSides): MappingRows {
  const { left, right } = sides;
  const suggestions = useMemo(
    () => (!readOnly && left.schema && right.schema ? proposePairs(left.schema, right.schema) : []),
    [left.schema, right.schema, readOnly],
  );
  return useMemo(() => mappingRows(node, sides, suggestions, problems), [node, sides, suggestions, problems]);
}

function freeFields(rows: MappingRows, side: Side): Field[] {
  return [
    ...rows.open[side].filter(({ required }) => required).map(({ field }) => field),
    ...rows.suggestions.map((row) => row[side]),
    ...rows.open[side].filter(({ required }) => !required).map(({ field }) => field),
  ];
}

/** `/` goes to the search field, from wherever nothing is typed. */
function useSearchKey() {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (event.key !== '/' || event.defaultPrevented || event.metaKey || event.ctrlKey) return;
      if (
        !input.current ||
        target?.closest('input, textarea, select, [contenteditable="true"], [role="dialog"]')
      )
        return;
      event.preventDefault();
      input.current.focus();
      input.current.select();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return input;
}

/** Goes to the pair whose problem somebody clicked, once for each time. */
function useFocusedPair({ node, focusField }: InspectorProps<'mapping'>, onFocus: (id: string) => void) {
  const done = useRef<number | null>(null);
  const latest = useRef(onFocus);
  latest.current = onFocus;
  const pair = focusField === null ? undefined : node.fields[focusField];
  const id = pair ? pairId(pair.left, pair.right) : null;
  useEffect(() => {
    if (done.current === focusField) return;
    done.current = focusField;
    if (id !== null) latest.current(id);
  }, [focusField, id]);
}

function Empty({ sides, searched }: { sides: MappingSides; searched: boolean }) {
  if (!sides.left.schema || !sides.right.schema) {
    return (
      <p className="px-4 py-6 text-ink-2">
        Connect this mapping to an endpoint on either side, each with its stream chosen; then their fields
        appear here.
      </p>
    );
  }
  return (
    <p className="px-4 py-6 text-ink-2">
      {searched ? 'No field matches this search and filter.' : 'Every field has a pair.'}
    </p>
  );
}
