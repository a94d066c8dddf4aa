'use client';

import { useMemo } from 'react';
import { compileCondition } from '#core/expression/compile-condition.ts';
import { ExpressionProblem } from '#core/expression/expression-problem.ts';
import type { FilterLeave, FilterNode } from '#core/flow/flow-graph.ts';
import type { Problem } from '#core/flow/problem.ts';
import { Misfit } from '#core/values/misfit.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import type { Row } from '#core/values/value.ts';
import { Field } from '#ui/field.tsx';
import { Select } from '#ui/select.tsx';
import { ExpressionInput } from '../expression-input.client.tsx';
import { InspectorSection } from '../inspector-section.client.tsx';
import { useNodeEnvironment } from '../node-environment.client.tsx';
import { NodeProblems } from '../node-problems.client.tsx';
import type { InspectorProps } from '../node-views.ts';

const leaves: { value: FilterLeave; label: string }[] = [
  { value: 'keep', label: 'The other side keeps it as it is' },
  { value: 'delete', label: 'It is deleted on the other side' },
];

/** Which records of its side go through: a condition, checked as it is typed and tried on sample records. */
export function FilterInspector({ node, problems, readOnly, onEdit, onEditEnd }: InspectorProps<'filter'>) {
  const { usePathEnds, useFilterSide, useSample } = useNodeEnvironment();
  const ends = usePathEnds(node.id);
  const side = useFilterSide(node.id);
  const end = side === null ? null : ends[side];
  const rows = useSample(end?.connection ?? '', end?.schema?.name ?? '').data;
  return (
    <>
      <NodeProblems problems={problems.filter((problem) => !isShownBelow(node, problem))} />
      <InspectorSection title="Which records go through">
        {end?.schema ? (
          <>
            <p className="pb-2 text-ink-2">
              Records of <code className="text-ink">{end.stream}</code> that meet this condition. A record of
              which it cannot be told, since a field is empty, does not.
            </p>
            <ExpressionInput
              label="Condition"
              value={node.condition}
              fields={end.schema.fields}
              readOnly={readOnly}
              onChange={(condition) =>
                onEdit((draft) => {
                  draft.condition = condition;
                }, 'condition')
              }
              onBlur={onEditEnd}
            />
            <Samples schema={end.schema} condition={node.condition} rows={rows} />
          </>
        ) : (
          <p className="text-ink-2">
            Connect the filter to an endpoint with a stream, before or behind a mapping.
          </p>
        )}
      </InspectorSection>
      <InspectorSection title="When a record does not meet it any more">
        <Field
          label="On the other side"
          hint="A record that comes to meet the condition is created there, or met if it is there already."
        >
          <Select
            value={node.leave}
            disabled={readOnly}
            options={leaves}
            onChange={(leave) =>
              onEdit((draft) => {
                draft.leave = leave;
              })
            }
          />
        </Field>
      </InspectorSection>
    </>
  );
}

/** What is wrong with a condition stands under it. */
function isShownBelow({ condition }: FilterNode, { code, severity }: Problem): boolean {
  return code === 'FILTER_INVALID' && severity === 'error' && condition.trim() !== '';
}

/** How many sample records go through, and which. */
function Samples({
  schema,
  condition,
  rows,
}: {
  schema: StreamSchema;
  condition: string;
  rows: readonly Row[] | null;
}) {
  const tried = useMemo(() => (rows ? tryRows(schema, condition, rows) : null), [schema, condition, rows]);
  if (!tried || !rows || rows.length === 0) return null;
  const through = tried.filter((each) => each === 'through').length;
  return (
    <div className="pt-1">
      <p className="text-sm text-ink-2" aria-live="polite">
        {through} of {rows.length} sample records go through.
      </p>
      <ul className="mt-1">
        {rows.map((row, index) => (
          <li key={JSON.stringify(row)} className="truncate font-mono text-sm">
            <span className={tried[index] === 'through' ? 'text-ok' : 'text-ink-3'}>
              {tried[index] === 'through' ? '✓ ' : '– '}
              <span className="sr-only">{tried[index] === 'through' ? 'goes through' : 'stays'}</span>
            </span>
            <span className={tried[index] === 'through' ? 'text-ink' : 'text-ink-3'}>
              {titleOf(schema, row)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The key and the first texts of a record. */
function titleOf(schema: StreamSchema, row: Row): string {
  const names = [...new Set([...schema.key, ...schema.fields.slice(0, 4).map(({ name }) => name)])];
  return names.map((name) => row[name] ?? '∅').join(' · ');
}

function tryRows(
  schema: StreamSchema,
  condition: string,
  rows: readonly Row[],
): ('through' | 'stays')[] | null {
  try {
    const { holds } = compileCondition(schema, condition);
    return rows.map((row) => (meets(holds, row) ? 'through' : 'stays'));
  } catch (error) {
    if (error instanceof ExpressionProblem) return null;
    throw error;
  }
}

function meets(holds: (row: Row) => boolean, row: Row): boolean {
  try {
    return holds(row);
  } catch (error) {
    if (error instanceof Misfit) return false;
    throw error;
  }
}
