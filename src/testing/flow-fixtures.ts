import type { SchemaLookup } from '#core/flow/compile.ts';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import type { Field, StreamSchema } from '#core/values/stream-schema.ts';

/** A field that must be filled, of this type. */
export function requiredField(name: string, type: NeutralType, more: Partial<Field> = {}): Field {
  return {
    name,
    nativeType: type.kind === 'native' ? type.name : type.kind,
    type,
    nullable: false,
    hasDefault: false,
    readOnly: false,
    comment: null,
    ...more,
  };
}

/** A field that may be empty. */
export function optionalField(name: string, type: NeutralType, more: Partial<Field> = {}): Field {
  return requiredField(name, type, { nullable: true, ...more });
}

/** A stream with a primary key, complete old rows, and no references. */
export function streamOf(name: string, fields: Field[], more: Partial<StreamSchema> = {}): StreamSchema {
  return {
    name,
    fields,
    key: fields.slice(0, 1).map((field) => field.name),
    uniques: [],
    references: [],
    rowEstimate: null,
    beforeImage: 'full',
    ...more,
  };
}

const text: NeutralType = { kind: 'text' };

/** `crm public.contacts` and `app public.people`, the streams of the example flow. */
export const contacts = streamOf('public.contacts', [
  requiredField('id', { kind: 'int64' }),
  optionalField('email', text),
  optionalField('name', text),
  optionalField('created_at', { kind: 'timestamptz', precision: 6 }),
]);
export const people = streamOf('public.people', [
  requiredField('contact_id', { kind: 'int64' }),
  optionalField('email_address', text),
  optionalField('full_name', text),
  optionalField('created', { kind: 'timestamp', precision: 6 }),
]);

/** Schemas by `<connection> <stream>`; other connections do not exist, other streams are missing. */
export function schemasOf(streams: Record<string, StreamSchema | 'loading'>): SchemaLookup {
  return (connection, stream) => {
    const known = Object.keys(streams).some((name) => name.startsWith(`${connection} `));
    return known ? (streams[`${connection} ${stream}`] ?? 'missing') : null;
  };
}

/** The example flow: contacts and people, both ways, newest wins. */
export function exampleFlow(): FlowGraph {
  return FlowGraph.parse({
    formatVersion: 1,
    name: 'CRM and App',
    nodes: [
      { id: 'crm', kind: 'endpoint', connection: 'crm', stream: 'public.contacts' },
      {
        id: 'map',
        kind: 'mapping',
        match: [['id', 'contact_id']],
        fields: [
          { left: 'id', right: 'contact_id' },
          { left: 'email', right: 'email_address' },
          { left: 'name', right: 'full_name' },
          { left: 'created_at', right: 'created', direction: 'forward' },
        ],
      },
      { id: 'rule', kind: 'conflict', fields: { email: { kind: 'prefer', side: 'left' } } },
      { id: 'app', kind: 'endpoint', connection: 'app', stream: 'public.people' },
    ],
    edges: [
      { id: 'e1', source: 'crm', target: 'map' },
      { id: 'e2', source: 'map', target: 'rule' },
      { id: 'e3', source: 'rule', target: 'app' },
    ],
  });
}
