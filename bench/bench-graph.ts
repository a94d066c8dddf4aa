/**
 * A flow of one lane between the tables of one name in the connections `left` and `right`, all fields mapped.
 * `code` is that of a transform between the left table and the mapping.
 */
export function benchGraph(options: {
  table: string;
  columns: string[];
  direction: 'both' | 'forward';
  code?: string;
}): unknown {
  const { table, columns, direction, code } = options;
  const between = code === undefined ? [] : [{ id: 'c', kind: 'code', form: 'transform', source: code }];
  return {
    formatVersion: 1,
    name: table,
    nodes: [
      { id: 'l', kind: 'endpoint', connection: 'left', stream: `public.${table}` },
      {
        id: 'm',
        kind: 'mapping',
        direction,
        match: [['id', 'id']],
        fields: columns.map((name) => ({ left: name, right: name })),
      },
      ...between,
      { id: 'r', kind: 'endpoint', connection: 'right', stream: `public.${table}` },
    ],
    edges: [
      ...between.map(({ id }) => ({ id: 'e0', source: 'l', target: id })),
      { id: 'e1', source: between[0]?.id ?? 'l', target: 'm' },
      { id: 'e2', source: 'm', target: 'r' },
    ],
  };
}
