'use client';

import { ArrowLeftRight, Ban, Check, ListChecks, Search, X } from 'lucide-react';
import type { RefObject } from 'react';
import { Button } from '#ui/button.tsx';
import { Input } from '#ui/input.tsx';
import { Menu } from '#ui/menu.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { Select } from '#ui/select.tsx';
import type { RoundTripCheck } from '../node-environment.client.tsx';
import { directionIcons, directionNames } from './direction-menu.client.tsx';
import type { MappingActions } from './mapping-actions.ts';
import type { MappingCounts, PairRow, SuggestionRow } from './mapping-rows.ts';
import { awaitsPerson, isSuggested } from './pair-standing.ts';
import type { GridState } from './use-grid-state.client.ts';
import type { MappingView } from './use-mapping-view.client.ts';

/** Searching, filtering and sorting; while rows are selected, what can be done to all of them. */
export function MappingToolbar({
  view,
  counts,
  suggestions,
  grid,
  actions,
  search,
  roundTrips,
  readOnly,
}: {
  view: MappingView;
  counts: MappingCounts;
  /** Those that the list shows. */
  suggestions: readonly SuggestionRow[];
  grid: GridState;
  actions: MappingActions;
  search: RefObject<HTMLInputElement | null>;
  roundTrips: RoundTripCheck;
  readOnly: boolean;
}) {
  return (
    <div className="@container shrink-0 border-b border-line">
      <div className="flex h-11 items-center gap-2 px-4">
        {grid.selected.length > 0 ? (
          <Bulk grid={grid} actions={actions} />
        ) : (
          <>
            <div className="w-56 min-w-28 shrink">
              <Input
                ref={search}
                type="search"
                icon={<Search />}
                aria-label="Search fields"
                aria-keyshortcuts="/"
                placeholder="Search fields"
                value={view.search}
                onChange={(event) => view.setSearch(event.target.value)}
              />
            </div>
            <Segmented
              label="Show"
              className="shrink-0"
              value={view.show}
              options={[
                { value: 'all', label: 'All' },
                { value: 'review', label: `Review ${counts.review}` },
                { value: 'problems', label: `Problems ${counts.problems}` },
                { value: 'unmapped', label: `Unmapped ${counts.unmapped}` },
                // Led to by the bar that tells of them; no filter of every day.
                ...(view.show === 'automatic'
                  ? [{ value: 'automatic' as const, label: `Taken ${counts.automatic}` }]
                  : []),
              ]}
              onChange={view.setShow}
            />
            <div className="hidden w-36 shrink-0 @3xl:block">
              <Select
                label="Sort by"
                value={view.sort}
                options={[
                  { value: 'schema', label: 'Schema order' },
                  { value: 'name', label: 'Name' },
                  { value: 'confidence', label: 'Confidence' },
                  { value: 'problem', label: 'Problem' },
                ]}
                onChange={view.setSort}
              />
            </div>
            <div className="ml-auto flex gap-2">
              {roundTrips.check ? (
                <Button
                  className="@max-4xl:hidden"
                  icon={<ArrowLeftRight aria-hidden />}
                  title="Takes the values of every row there and back"
                  loading={roundTrips.checking}
                  onClick={roundTrips.check}
                >
                  {roundTrips.found ? 'Check the values again' : 'Check the values'}
                </Button>
              ) : null}
              {readOnly || suggestions.length === 0 ? null : (
                <Button icon={<ListChecks aria-hidden />} onClick={() => actions.accept(suggestions)}>
                  Accept {suggestions.length === 1 ? '1 suggestion' : `all ${suggestions.length}`}
                </Button>
              )}
            </div>
          </>
        )}
      </div>
    </div>
  );
}

/** In place of the tools, so that nothing moves when a selection begins. */
function Bulk({ grid, actions }: { grid: GridState; actions: MappingActions }) {
  const pairs = grid.selected.filter((row): row is PairRow => row.kind === 'pair');
  const acceptable = grid.selected.filter((row) => row.kind === 'suggestion' || awaitsPerson(row));
  const rejectable = grid.selected.filter((row) => row.kind === 'suggestion' || isSuggested(row));
  const all = (count: number) => (count === grid.selected.length ? '' : ` ${count}`);
  return (
    <div role="toolbar" aria-label="Selected rows" className="flex min-w-0 flex-1 items-center gap-2">
      <p className="font-medium whitespace-nowrap text-ink" aria-live="polite">
        {grid.selected.length} selected
      </p>
      {acceptable.length > 0 ? (
        <Button icon={<Check aria-hidden />} onClick={() => actions.accept(acceptable)}>
          Accept{all(acceptable.length)}
        </Button>
      ) : null}
      {rejectable.length > 0 ? (
        <Button icon={<Ban aria-hidden />} onClick={() => actions.reject(rejectable)}>
          Reject{all(rejectable.length)}
        </Button>
      ) : null}
      {pairs.length > 0 ? (
        <>
          <Menu
            trigger={<Button>Direction{all(pairs.length)}</Button>}
            items={(['both', 'forward', 'backward'] as const).map((direction) => {
              const Icon = directionIcons[direction];
              return {
                label: directionNames[direction],
                icon: <Icon aria-hidden />,
                onSelect: () => actions.direct(pairs, direction),
              };
            })}
          />
          <Button variant="danger" icon={<X aria-hidden />} onClick={() => actions.remove(pairs)}>
            Remove{all(pairs.length)}
          </Button>
        </>
      ) : null}
      <span className="ml-auto" />
      <Button variant="ghost" onClick={grid.selectAll}>
        Select all
      </Button>
      <Button variant="ghost" onClick={grid.clear}>
        Clear
      </Button>
    </div>
  );
}
