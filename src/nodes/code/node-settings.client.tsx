'use client';

import type { CodeShape } from '#core/code/code-shape.ts';
import { InspectorSection } from '../inspector-section.client.tsx';
import type { InspectorProps } from '../node-views.ts';
import { dropsRecords, makesFields } from './code-forms.ts';
import { FieldsSection } from './fields-section.client.tsx';
import { FormChoice } from './form-choice.client.tsx';
import { LeaveSection } from './leave-section.client.tsx';
import { ModulesSection } from './modules-section.client.tsx';

/** All of a code node but its code: form, fields, and what becomes of records that it drops. */
export function NodeSettings(
  props: Pick<InspectorProps<'code'>, 'node' | 'readOnly' | 'onEdit' | 'onEditEnd'> & {
    shape: CodeShape | null;
  },
) {
  const { node, readOnly, onEdit } = props;
  return (
    <>
      <InspectorSection title="What the code does">
        <FormChoice
          value={node.form}
          readOnly={readOnly}
          onChange={(form) =>
            onEdit((draft) => {
              draft.form = form;
            })
          }
        />
      </InspectorSection>
      <ModulesSection node={node} readOnly={readOnly} onEdit={onEdit} />
      {makesFields(node.form) ? <FieldsSection {...props} /> : null}
      {dropsRecords(node.form) ? <LeaveSection node={node} readOnly={readOnly} onEdit={onEdit} /> : null}
    </>
  );
}
