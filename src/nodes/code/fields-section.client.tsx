'use client';

import type { CodeShape } from '#core/code/code-shape.ts';
import { Button } from '#ui/button.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { InspectorSection } from '../inspector-section.client.tsx';
import { useNodeEnvironment } from '../node-environment.client.tsx';
import type { InspectorProps } from '../node-views.ts';
import { FieldsTable } from './fields-table.client.tsx';

/** What comes out, for the mapping or for the side that is written to: the fields that come in, or others that the code makes. */
export function FieldsSection({
  node,
  shape,
  readOnly,
  onEdit,
  onEditEnd,
}: Pick<InspectorProps<'code'>, 'node' | 'readOnly' | 'onEdit' | 'onEditEnd'> & { shape: CodeShape | null }) {
  const given = shape ? givenFields(shape, node.form) : null;
  const { returns, checking } = useNodeEnvironment().useCodeCheck(node.id);
  // The way to the mapping is then the function that leads back.
  const told = node.form === 'lens' && shape?.side === 'right' ? null : returns;
  const same = JSON.stringify(told) === JSON.stringify(node.fields ?? given);
  return (
    <InspectorSection
      title="The record that it makes"
      action={
        readOnly || !told || same ? null : (
          <Button
            size="sm"
            disabled={checking}
            onClick={() =>
              onEdit((draft) => {
                draft.fields = told.map((field) => ({ ...field }));
              })
            }
          >
            Take over from the code
          </Button>
        )
      }
      description={`${shape?.behind ? 'These fields are what the side behind the mapping gets' : 'The mapping pairs these fields'}. Those that find the record pass as they are, named or not.`}
    >
      <Segmented
        label="The record that it makes"
        value={node.fields ? 'own' : 'same'}
        disabled={readOnly || (!node.fields && !given)}
        options={[
          { value: 'same', label: 'Same fields as come in' },
          { value: 'own', label: 'Fields of its own' },
        ]}
        onChange={(choice) =>
          onEdit((draft) => {
            if (choice === 'same') delete draft.fields;
            else draft.fields ??= given?.map((field) => ({ ...field }));
          })
        }
      />
      {node.fields ? (
        <div className="pt-3">
          <FieldsTable
            fields={node.fields}
            fixed={shape?.key ?? []}
            readOnly={readOnly}
            onEditEnd={onEditEnd}
            onChange={(fields) =>
              onEdit((draft) => {
                draft.fields = fields;
              }, 'fields')
            }
          />
        </div>
      ) : null}
    </InspectorSection>
  );
}

/** The fields of the endpoint's side of a node. */
function givenFields({ input, output, side }: CodeShape, form: InspectorProps<'code'>['node']['form']) {
  return form === 'lens' && side === 'right' ? output : input;
}
