'use client';

import type { MappingActions } from './mapping-actions.ts';
import type { PairRow, SuggestionRow } from './mapping-rows.ts';
import type { MappingSides } from './mapping-sides.ts';
import { PairDetail } from './pair-detail.client.tsx';
import { SuggestionDetail } from './suggestion-detail.client.tsx';

/** All about one row: beside the list where there is room, else over it. */
export function RowDetail({
  row,
  ...props
}: {
  row: PairRow | SuggestionRow;
  sides: MappingSides;
  actions: MappingActions;
  readOnly: boolean;
  onClose: () => void;
}) {
  return (
    <div className="absolute inset-0 z-20 @5xl:static @5xl:w-104 @5xl:shrink-0">
      {row.kind === 'pair' ? (
        <PairDetail key={row.id} row={row} {...props} />
      ) : (
        <SuggestionDetail key={row.id} row={row} {...props} />
      )}
    </div>
  );
}
