'use client';

import { Check, Sparkles, X } from 'lucide-react';
import { memo } from 'react';
import { GridCell } from '#ui/grid-row.tsx';
import { CastCell } from './cast-cell.client.tsx';
import { Confidence } from './confidence.client.tsx';
import { FieldCell } from './field-cell.client.tsx';
import type { LineProps } from './line-props.ts';
import type { SuggestionRow } from './mapping-rows.ts';
import { RowButton } from './row-button.client.tsx';
import { RowFrame } from './row-frame.client.tsx';

/** A pair that is suggested, with why, to be accepted or not. */
export const SuggestionLine = memo(function SuggestionLine(props: LineProps<SuggestionRow>) {
  const { row, active, sides, readOnly, actions } = props;
  const name = `${row.left.name} and ${row.right.name}`;
  const tabIndex = active ? 0 : -1;
  return (
    <RowFrame kind="Suggested" name={name} line={props}>
      <GridCell className="min-w-0">
        <FieldCell
          name={row.left.name}
          field={row.left}
          schema={sides.left.schema}
          rows={sides.left.rows}
          required={row.required.left}
        />
      </GridCell>
      <GridCell className="flex justify-center">
        <span title="Suggested" className="text-accent">
          <Sparkles aria-hidden className="size-4" />
        </span>
      </GridCell>
      <GridCell className="min-w-0">
        <FieldCell
          name={row.right.name}
          field={row.right}
          schema={sides.right.schema}
          rows={sides.right.rows}
          required={row.required.right}
        />
      </GridCell>
      <GridCell className="min-w-0">
        <span title={row.suggestion.reason} className="block text-xs tabular-nums text-ink @4xl:hidden">
          {Math.floor(row.suggestion.confidence * 100)} %
          <span className="block truncate text-ink-2">{row.suggestion.reason}</span>
        </span>
        <span className="hidden @4xl:block">
          <CastCell row={row} />
        </span>
      </GridCell>
      <GridCell className="hidden min-w-0 @4xl:block">
        <Confidence value={row.suggestion.confidence} reason={row.suggestion.reason} />
      </GridCell>
      <GridCell className="flex justify-end">
        <RowButton
          label={`Accept ${name}`}
          tabIndex={tabIndex}
          disabled={readOnly}
          className="text-ok"
          onClick={() => actions.accept([row])}
        >
          <Check aria-hidden />
        </RowButton>
        <RowButton
          label={`Reject ${name}`}
          tabIndex={tabIndex}
          disabled={readOnly}
          onClick={() => actions.reject([row])}
        >
          <X aria-hidden />
        </RowButton>
      </GridCell>
    </RowFrame>
  );
});
