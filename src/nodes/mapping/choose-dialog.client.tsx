'use client';

import { Command } from 'cmdk';
import { useMemo, useState } from 'react';
import { otherSide } from '#core/change/change-event.ts';
import type { Direction } from '#core/flow/flow-graph.ts';
import type { Field } from '#core/values/stream-schema.ts';
import { Dialog } from '#ui/dialog.tsx';
import { castKindWords } from './cast-words.ts';
import type { MappingRows, OpenField } from './mapping-rows.ts';
import type { MappingSides } from './mapping-sides.ts';
import { pairCast } from './pair-cast.ts';
import { sampleValues } from './sample-values.ts';
import { shortType } from './short-type.ts';

/** Most fields that are listed at once; searching finds the others. */
const MOST = 60;

/** Chooses the other half of a field by typing; what cannot be paired with it comes last and says why. */
export function ChooseDialog({
  field: open,
  rows,
  sides,
  direction,
  onPair,
  onCompute,
  onClose,
}: {
  field: OpenField;
  rows: MappingRows;
  sides: MappingSides;
  direction: Direction;
  onPair: (left: string, right: string) => void;
  /** Null where nothing is written to the field's side. */
  onCompute: (() => void) | null;
  onClose: () => void;
}) {
  const [search, setSearch] = useState('');
  const other = otherSide(open.side);
  const free = useMemo(() => freeFields(rows, open), [rows, open]);
  const choices = useMemo(() => {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    const judged = free
      .filter(({ name, comment, nativeType }) => {
        const text = `${name} ${comment ?? ''} ${nativeType}`.toLowerCase();
        return words.every((word) => text.includes(word));
      })
      .map((field) => {
        const [left, right] = open.side === 'left' ? [open.field, field] : [field, open.field];
        return { field, cast: pairCast(left, right, direction) };
      });
    const fits = judged.filter(({ cast }) => !('refused' in cast));
    return {
      listed: [...fits, ...judged.filter(({ cast }) => 'refused' in cast)].slice(0, MOST),
      of: judged.length,
    };
  }, [free, search, open, direction]);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`What does ${open.field.name} belong to?`}
      description={`Choose a field of ${sides[other].title ?? 'the other side'}.`}
    >
      <Command label={`Fields for ${open.field.name}`} shouldFilter={false} loop className="-mx-4 -my-4">
        <Command.Input
          value={search}
          onValueChange={setSearch}
          placeholder="Search by name, label or type"
          className="h-10 w-full border-b border-line bg-transparent px-4 text-base outline-none"
        />
        <Command.List className="h-80 overflow-y-auto p-2">
          <Command.Empty className="px-2 py-6 text-center text-ink-3">Nothing matches.</Command.Empty>
          {choices.listed.map(({ field, cast }) => (
            <Command.Item
              key={field.name}
              value={field.name}
              disabled={'refused' in cast}
              onSelect={() => {
                const names = [open.field.name, field.name];
                const [left = '', right = ''] = open.side === 'left' ? names : names.reverse();
                onPair(left, right);
                onClose();
              }}
              className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 rounded-sm px-2 py-1 select-none data-[disabled=true]:opacity-60 data-[selected=true]:bg-surface-2"
            >
              <span className="truncate font-mono text-sm text-ink">{field.name}</span>
              <span className="text-xs text-ink-3">{shortType(field.nativeType)}</span>
              <span className="col-span-2 truncate text-xs text-ink-2">
                {'refused' in cast ? (
                  <span className="text-fail">{cast.refused}</span>
                ) : (
                  [
                    castKindWords[cast.kind],
                    field.comment,
                    sampleValues(sides[other].rows, field.name, 3).join(', '),
                  ]
                    .filter(Boolean)
                    .join(' · ')
                )}
              </span>
            </Command.Item>
          ))}
          {onCompute && search === '' ? (
            <Command.Item
              value={'\0computed'}
              onSelect={() => {
                onCompute();
                onClose();
              }}
              className="rounded-sm border-t border-line px-2 py-1.5 text-ink select-none data-[selected=true]:bg-surface-2"
            >
              None of them: always the same value, or a computed one
            </Command.Item>
          ) : null}
          {choices.of > choices.listed.length ? (
            <p className="px-2 py-2 text-sm text-ink-3">
              {choices.of - choices.listed.length} more: type to find them.
            </p>
          ) : null}
        </Command.List>
      </Command>
    </Dialog>
  );
}

/** The fields of the other side that no pair holds: the likeliest first, then those that must have one. */
function freeFields(rows: MappingRows, open: OpenField): Field[] {
  const side = otherSide(open.side);
  const free = [
    ...rows.open[side].filter(({ required }) => required).map(({ field }) => field),
    ...rows.suggestions.map((row) => row[side]),
    ...rows.open[side].filter(({ required }) => !required).map(({ field }) => field),
  ];
  const likely = new Map(
    rows.ranked.flatMap(({ candidates }) =>
      candidates
        .filter((each) => each[open.side] === open.field.name)
        .map((each) => [each[side], each.confidence] as const),
    ),
  );
  return free.toSorted((a, b) => (likely.get(b.name) ?? 0) - (likely.get(a.name) ?? 0));
}
