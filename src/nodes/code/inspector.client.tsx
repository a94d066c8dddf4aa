'use client';

import { Field } from '#ui/field.tsx';
import { Textarea } from '#ui/textarea.tsx';
import { InspectorSection } from '../inspector-section.client.tsx';
import { NodeProblems } from '../node-problems.client.tsx';
import type { InspectorProps } from '../node-views.ts';

/** The code of a node. */
export function CodeInspector({ node, problems, readOnly, onEdit, onEditEnd }: InspectorProps<'code'>) {
  return (
    <>
      <NodeProblems problems={problems} />
      <InspectorSection title="Code">
        <Field label="TypeScript">
          <Textarea
            rows={16}
            value={node.source}
            readOnly={readOnly}
            onBlur={onEditEnd}
            onChange={(event) => {
              const source = event.target.value;
              onEdit((draft) => {
                draft.source = source;
              }, 'source');
            }}
          />
        </Field>
      </InspectorSection>
    </>
  );
}
