/** A flow of one lane between the tables of one name in the connections `left` and `right`, all fields mapped. */
export function benchGraph(options: {
  table: string;
  columns: string[];
  direction: 'both' | 'forward';
}): unknown {
  const { table, columns, direction } = options;
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
      { id: 'r', kind: 'endpoint', connection: 'right', stream: `public.${table}` },
    ],
    edges: [
      { id: 'e1', source: 'l', target: 'm' },
      { id: 'e2', source: 'm', target: 'r' },
    ],
  };
}
