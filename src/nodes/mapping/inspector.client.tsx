'use client';

import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { writesTo } from '#core/flow/direction.ts';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { useNodeEnvironment } from '../node-environment.client.tsx';
import { NodeProblems } from '../node-problems.client.tsx';
import type { InspectorProps } from '../node-views.ts';
import { arrangeRows } from './arrange-rows.ts';
import { AutomaticBar } from './automatic-bar.client.tsx';
import { ChooseDialog } from './choose-dialog.client.tsx';
import { CountsBar } from './counts-bar.client.tsx';
import { FieldsGrid } from './fields-grid.client.tsx';
import { selectable, stopAfter } from './grid-moves.ts';
import { LaneBar } from './lane-bar.client.tsx';
import { type OpenField, pairId, type SuggestionRow } from './mapping-rows.ts';
import type { MappingSides } from './mapping-sides.ts';
import { MappingToolbar } from './mapping-toolbar.client.tsx';
import { RecordKeys } from './record-keys.client.tsx';
import { RowDetail } from './row-detail.client.tsx';
import { useGoingOn } from './use-going-on.client.ts';
import { useGridState } from './use-grid-state.client.ts';
import { useMappingRows } from './use-mapping-rows.client.ts';
import { useMappingView } from './use-mapping-view.client.ts';
import { useSearchKey } from './use-search-key.client.ts';

/** Both sides' fields in one list: those that are paired, those that are suggested, and the others. */
export function MappingInspector(props: InspectorProps<'mapping'>) {
  const { node, problems, readOnly, wide, onWide, onEdit } = props;
  const { sides, rows, suggesting, noSuggestions, roundTrips, ...workings } = useMappingRows(props);
  const { MappingDrifts } = useNodeEnvironment();
  const view = useMappingView(node.id);
  const search = useDeferredValue(view.search);
  const lines = useMemo(
    () => arrangeRows(rows, { search, show: view.show, sort: view.sort }),
    [rows, search, view.show, view.sort],
  );
  const grid = useGridState(lines);
  const [editing, setEditing] = useState<string | null>(null);
  const [choosing, setChoosing] = useState<OpenField | null>(null);
  const searchInput = useSearchKey();
  useFocusedPair(props, (id) => {
    view.reset();
    grid.activate(id, true);
    setEditing(id);
  });
  const actions = useGoingOn(workings.actions, (decided) => {
    const next = stopAfter(lines, decided);
    grid.clear();
    grid.activate(next, true);
    // Suggestions that are looked at one after the other stay in the same place.
    const suggested = rows.suggestions.some(({ id }) => id === next);
    if (editing !== null && decided.has(editing)) setEditing(suggested ? next : null);
  });
  const edited = [...rows.pairs, ...rows.suggestions].find(({ id }) => id === editing) ?? null;
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
      <MappingDrifts nodeId={node.id} />
      {noSuggestions ? (
        <ErrorNotice error={noSuggestions.error} onRetry={noSuggestions.retry} className="m-3" />
      ) : null}
      {roundTrips.failure ? <ErrorNotice error={roundTrips.failure} className="m-3" /> : null}
      <AutomaticBar
        count={rows.counts.automatic}
        actions={actions}
        readOnly={readOnly}
        onShow={() => view.setShow('automatic')}
      />
      <MappingToolbar
        view={view}
        counts={rows.counts}
        suggestions={selectable(lines).filter((row): row is SuggestionRow => row.kind === 'suggestion')}
        grid={grid}
        actions={actions}
        search={searchInput}
        roundTrips={roundTrips}
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
          <RowDetail row={edited} sides={sides} actions={actions} readOnly={readOnly} onClose={closeDetail} />
        ) : null}
      </div>
      <CountsBar counts={rows.counts} suggesting={suggesting} readOnly={readOnly} />
      {choosing ? (
        <ChooseDialog
          field={choosing}
          rows={rows}
          sides={sides}
          direction={node.direction}
          onPair={actions.pair}
          onCompute={
            writesTo(node.direction, choosing.side)
              ? () => {
                  actions.compute(choosing.side, choosing.field.name);
                  const [left, right] =
                    choosing.side === 'left' ? [choosing.field.name, ''] : ['', choosing.field.name];
                  setEditing(pairId(left, right));
                }
              : null
          }
          onClose={() => setChoosing(null)}
        />
      ) : null}
    </div>
  );
}

/** Pairs have their problems beside them, and what must be mapped stands on top of the list. */
const isAboutNode = ({ fieldIndex, code }: InspectorProps<'mapping'>['problems'][number]) =>
  fieldIndex === null && code !== 'FIELD_REQUIRED';

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
