'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { Disagreement, type VerifyReport } from '#core/ledger/verify-report.ts';
import type { FindingFilter } from '#core/operations/finding-selection.ts';
import { Select } from '#ui/select.tsx';
import { findingKinds } from './finding-words.ts';

const kinds = Disagreement.shape.kind.options;
const parsers = {
  mapping: parseAsString,
  kind: parseAsStringLiteral(kinds),
  field: parseAsString,
};

/** Which of a verify's findings are shown; in the address, so that it can be passed on. */
export function useFindingFilters(verifyId: string) {
  const [asked, setAsked] = useQueryStates(parsers);
  const filter: FindingFilter = {
    verifyId,
    ...(asked.mapping && { laneId: asked.mapping }),
    ...(asked.kind && { kind: asked.kind }),
    ...(asked.field && { field: asked.field }),
  };
  return { asked, setAsked, filter };
}

const all = 'all';

/** Narrows what a verify found: by mapping, by kind of difference, by field. */
export function FindingFilters({
  lanes,
  filters: { asked, setAsked },
  onChange,
}: {
  lanes: VerifyReport['lanes'];
  filters: ReturnType<typeof useFindingFilters>;
  onChange: () => void;
}) {
  const set = (change: Partial<typeof asked>) => {
    onChange();
    void setAsked(change);
  };
  const chosen = (value: string) => (value === all ? null : value);
  const sampled = lanes.flatMap(({ samples }) => samples.flatMap(({ fields }) => fields));
  const fields = [...new Set([...sampled, ...(asked.field ? [asked.field] : [])])].sort();
  return (
    <>
      {lanes.length > 1 ? (
        <Select
          label="Mapping"
          className="w-56"
          value={asked.mapping ?? all}
          onChange={(value) => set({ mapping: chosen(value) })}
          options={[
            { value: all, label: 'Every mapping' },
            ...lanes.map(({ laneId, left, right }) => ({ value: laneId, label: `${left} and ${right}` })),
          ]}
        />
      ) : null}
      <Select
        label="Kind of difference"
        className="w-40"
        value={asked.kind ?? all}
        onChange={(value) => set({ kind: kinds.find((kind) => kind === value) ?? null })}
        options={[
          { value: all, label: 'Every kind' },
          ...kinds.map((kind) => ({ value: kind, label: findingKinds[kind] })),
        ]}
      />
      {fields.length > 0 ? (
        <Select
          label="Field that differs"
          className="w-44"
          value={asked.field ?? all}
          onChange={(value) => set({ field: chosen(value) })}
          options={[
            { value: all, label: 'Every field' },
            ...fields.map((field) => ({ value: field, label: field })),
          ]}
        />
      ) : null}
    </>
  );
}
