import type { Field } from '#core/values/stream-schema.ts';
import { connectorContract } from '../contract/connector-contract.ts';
import { memoryConnector } from './memory-connector.ts';
import { MemorySystem } from './memory-system.ts';

function field(name: string, kind: 'int32' | 'text', nullable = true): Field {
  return {
    name,
    nativeType: kind,
    type: { kind },
    nullable,
    hasDefault: false,
    readOnly: false,
    comment: null,
  };
}

connectorContract('The memory connector', async () => {
  const stream = { references: [], rowEstimate: null, beforeImage: 'full' as const };
  const system = new MemorySystem([
    {
      schema: {
        ...stream,
        name: 'people',
        key: ['id'],
        uniques: [['email']],
        fields: [
          field('id', 'int32', false),
          field('name', 'text'),
          field('email', 'text'),
          field('age', 'int32'),
          field('note', 'text'),
        ],
      },
      check: (row) => (Number(row.age) < 0 ? 'The age is below zero.' : null),
    },
    {
      schema: {
        ...stream,
        name: 'lines',
        key: ['order_id', 'line'],
        uniques: [],
        fields: [
          field('order_id', 'int32', false),
          field('line', 'int32', false),
          field('quantity', 'int32'),
        ],
      },
    },
  ]);
  return {
    connector: memoryConnector({ system }),
    config: { name: 'system' },
    people: 'people',
    lines: 'lines',
    write: (writes) => system.write(writes),
    rows: async (name) => system.rows(name),
    close: async () => {},
  };
});
