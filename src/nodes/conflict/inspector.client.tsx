'use client';

import Link from 'next/link';
import { Field } from '#ui/field.tsx';
import { Select } from '#ui/select.tsx';
import { StatusDot } from '#ui/status-dot.tsx';
import { InspectorSection } from '../inspector-section.client.tsx';
import { useNodeEnvironment } from '../node-environment.client.tsx';
import type { InspectorProps } from '../node-views.ts';
import { BreakerSection } from './breaker-section.client.tsx';
import { FieldRules } from './field-rules.client.tsx';
import { choiceOf, ruleChoices, ruleOf } from './rule-choice.ts';
import { RuleField } from './rule-field.client.tsx';

/** What the two sides are called: their connections, or left and right where those do not tell them apart. */
function useSideNames(nodeId: string): { left: string; right: string } {
  const { left, right } = useNodeEnvironment().usePathEnds(nodeId);
  if (!left?.connection || !right?.connection || left.connection === right.connection) {
    return { left: 'Left', right: 'Right' };
  }
  return { left: left.connection, right: right.connection };
}

export function ConflictInspector(props: InspectorProps<'conflict'>) {
  const { node, readOnly, onEdit } = props;
  const { useMappedFields, useMerges } = useNodeEnvironment();
  const merges = useMerges();
  const sides = useSideNames(node.id);
  const mapped = useMappedFields(node.id);
  return (
    <>
      <Waiting {...props} />
      <InspectorSection
        title="When both sides changed"
        description="Since the last state on which both agreed; fields that only one side changed are joined."
      >
        <RuleField
          label="Rule when both sides changed"
          value={node.rule}
          sides={sides}
          merges={merges}
          readOnly={readOnly}
          onChange={(rule) =>
            onEdit((draft) => {
              draft.rule = rule;
            })
          }
        />
      </InspectorSection>
      <InspectorSection title="Fields that go by another rule">
        <FieldRules
          node={node}
          mapped={mapped}
          sides={sides}
          merges={merges}
          readOnly={readOnly}
          onChange={(field, rule) =>
            onEdit((draft) => {
              if (rule) draft.fields[field] = rule;
              else delete draft.fields[field];
            })
          }
        />
      </InspectorSection>
      <Deletes {...props} sides={sides} />
      <BreakerSection {...props} />
      <FirstMeeting {...props} sides={sides} />
    </>
  );
}

function Waiting({ live }: InspectorProps<'conflict'>) {
  const { links } = useNodeEnvironment();
  if (!live || live.held + live.parked === 0) return null;
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-1 border-b border-line px-4 py-3">
      {live.held > 0 ? (
        <Link href={links.conflicts('held')} className="hover:underline">
          <StatusDot tone="conflict">{live.held.toLocaleString('en')} waiting for a decision</StatusDot>
        </Link>
      ) : null}
      {live.parked > 0 ? (
        <Link href={links.conflicts('parked')} className="hover:underline">
          <StatusDot tone="warn">{live.parked.toLocaleString('en')} parked</StatusDot>
        </Link>
      ) : null}
      <Link href={links.records({ status: 'resolved' })} className="text-accent hover:underline">
        Resolved conflicts
      </Link>
    </div>
  );
}

type WithSides = InspectorProps<'conflict'> & { sides: { left: string; right: string } };

function Deletes({ node, readOnly, onEdit, sides }: WithSides) {
  return (
    <InspectorSection title="Deletes">
      <div className="flex flex-col gap-3">
        <Field label="Carry deletes">
          <Select
            value={node.deletes.carry}
            disabled={readOnly}
            options={[
              { value: 'both', label: 'Both ways' },
              { value: 'forward', label: `Only from ${sides.left} to ${sides.right}` },
              { value: 'backward', label: `Only from ${sides.right} to ${sides.left}` },
              { value: 'none', label: 'Never: a deleted record stays on the other side' },
            ]}
            onChange={(carry) =>
              onEdit((draft) => {
                draft.deletes.carry = carry;
              })
            }
          />
        </Field>
        <Field label="One side deleted, the other changed">
          <Select
            value={node.deletes.againstUpdate}
            disabled={readOnly}
            options={[
              { value: 'update', label: 'Keep the changed record' },
              { value: 'delete', label: 'Delete it on both sides' },
              { value: 'hold', label: 'Ask a person' },
            ]}
            onChange={(againstUpdate) =>
              onEdit((draft) => {
                draft.deletes.againstUpdate = againstUpdate;
              })
            }
          />
        </Field>
      </div>
    </InspectorSection>
  );
}

function FirstMeeting({ node, readOnly, onEdit, sides }: WithSides) {
  const merges = useNodeEnvironment().useMerges();
  const only = (here: string, there: string) =>
    [
      { value: 'create', label: `Create it in ${there}` },
      { value: 'ignore', label: 'Leave it alone' },
      { value: 'delete', label: `Delete it from ${here}` },
    ] as const;
  return (
    <InspectorSection
      title="First sync"
      description="What happens to the records that are there when the flow first runs."
    >
      <div className="flex flex-col gap-3">
        <Field label={`Only in ${sides.left}`}>
          <Select
            value={node.first.onlyLeft}
            disabled={readOnly}
            options={only(sides.left, sides.right)}
            onChange={(choice) =>
              onEdit((draft) => {
                draft.first.onlyLeft = choice;
              })
            }
          />
        </Field>
        <Field label={`Only in ${sides.right}`}>
          <Select
            value={node.first.onlyRight}
            disabled={readOnly}
            options={only(sides.right, sides.left)}
            onChange={(choice) =>
              onEdit((draft) => {
                draft.first.onlyRight = choice;
              })
            }
          />
        </Field>
        <Field label="In both, but different">
          <Select
            value={choiceOf(node.first.differ)}
            disabled={readOnly}
            options={ruleChoices(sides, merges)}
            onChange={(choice) =>
              onEdit((draft) => {
                draft.first.differ = ruleOf(choice);
              })
            }
          />
        </Field>
      </div>
    </InspectorSection>
  );
}
