'use client';

import type { FilterLeave } from '#core/flow/flow-graph.ts';
import { Field } from '#ui/field.tsx';
import { Select } from '#ui/select.tsx';
import { InspectorSection } from '../inspector-section.client.tsx';
import type { InspectorProps } from '../node-views.ts';

const leaves: { value: FilterLeave; label: string }[] = [
  { value: 'keep', label: 'The other side keeps it as it is' },
  { value: 'delete', label: 'It is deleted on the other side' },
];

/** What becomes of a record that the code lets through no more. */
export function LeaveSection({
  node,
  readOnly,
  onEdit,
}: Pick<InspectorProps<'code'>, 'node' | 'readOnly' | 'onEdit'>) {
  return (
    <InspectorSection title="When the code lets a record through no more">
      <Field label="On the other side">
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
  );
}
