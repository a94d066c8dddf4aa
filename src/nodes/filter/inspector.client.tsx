'use client';

import type { FilterNode } from '#core/flow/flow-graph.ts';
import type { Problem } from '#core/flow/problem.ts';
import { ConditionEditor } from '../condition-editor.client.tsx';
import { ConditionSamples, exampleOf } from '../condition-samples.client.tsx';
import { InspectorSection } from '../inspector-section.client.tsx';
import { LeaveChoice } from '../leave-choice.client.tsx';
import { useNodeEnvironment } from '../node-environment.client.tsx';
import { NodeProblems } from '../node-problems.client.tsx';
import type { InspectorProps } from '../node-views.ts';

const SAMPLES = 50;

/** Which records of its side go through: a condition, checked as it is typed and tried on sample records. */
export function FilterInspector({ node, problems, readOnly, onEdit, onEditEnd }: InspectorProps<'filter'>) {
  const { usePathEnds, useFilterSide, useSampleAt } = useNodeEnvironment();
  const ends = usePathEnds(node.id);
  const side = useFilterSide(node.id);
  const end = side === null ? null : ends[side];
  const other = side === null ? null : ends[side === 'left' ? 'right' : 'left'];
  const rows = useSampleAt(node.id, side, SAMPLES).data;
  // Behind the mapping of a one-way lane the records come from the other end.
  const [from, to] = end?.through ? [other, end] : [end, other];
  const there = to ? to.stream : 'the other side';
  return (
    <>
      <NodeProblems problems={problems.filter((problem) => !isShownBelow(node, problem))} />
      <InspectorSection title="Which records go through">
        {end?.schema ? (
          <div className="flex flex-col gap-3">
            <p className="text-ink-2">
              Records of <code className="text-ink">{from?.stream}</code>
              {end.through ? ', as they come out of the mapping,' : ''} that meet this. One of which it cannot
              be told, since a field has no value, does not.
            </p>
            <ConditionEditor
              label="Condition"
              condition={node.condition}
              fields={end.schema.fields}
              rows={rows}
              readOnly={readOnly}
              onChange={(condition, gesture) =>
                onEdit((draft) => {
                  draft.condition = condition;
                }, gesture)
              }
              onEnd={onEditEnd}
            />
            <ConditionSamples
              schema={end.schema}
              rows={rows}
              conditions={[node.condition]}
              outcomes={['go through']}
              otherwise="stay"
            />
          </div>
        ) : (
          <p className="text-ink-2">
            Connect the filter to an endpoint with a stream, before or behind a mapping.
          </p>
        )}
      </InspectorSection>
      <InspectorSection title="When a record comes to meet it">
        <p className="text-ink-2">
          It is created in <code className="text-ink">{there}</code>; where it is there already, the two are
          met by the rules for a first meeting.
        </p>
      </InspectorSection>
      <InspectorSection title="When a record does not meet it any more">
        <LeaveChoice
          leave={node.leave}
          label={`Its record in ${there}`}
          readOnly={readOnly}
          example={end?.schema && rows ? exampleOf(end.schema, [node.condition], rows) : null}
          words={{
            keep: 'stays as it is there; what this side changes of it from then on is not carried',
            delete: 'is deleted there, while this side keeps its own; the breaker counts it as a delete',
          }}
          onChange={(leave) =>
            onEdit((draft) => {
              draft.leave = leave;
            })
          }
        />
      </InspectorSection>
    </>
  );
}

/** What is wrong with a condition stands under it. */
function isShownBelow({ condition }: FilterNode, { code, severity }: Problem): boolean {
  return code === 'FILTER_INVALID' && severity === 'error' && condition.trim() !== '';
}
