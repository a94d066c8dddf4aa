import type { Command } from 'commander';
import type { Field, StreamSchema } from '#core/values/stream-schema.ts';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { figures } from '../format-figures.ts';
import { textTable } from '../text-table.ts';

/** `connection streams` */
export function connectionStreams(parent: Command, cli: Cli): void {
  parent
    .command('streams')
    .description('List what a connection holds')
    .argument('<name>', 'the connection')
    .option('--fields', 'with the fields of each stream and their types')
    .option('--stream <name...>', 'only these')
    .addHelpText(
      'after',
      examples('connection streams crm', 'connection streams crm --fields --stream public.contacts'),
    )
    .action(
      cli.action<[string], { fields?: boolean; stream?: string[] }>(
        async ({ api, output, workspace }, [name], options) => {
          const all = await api.connection.streams.query({
            workspace: await workspace(),
            name,
            refresh: true,
          });
          const streams = options.stream
            ? all.filter((stream) => options.stream?.includes(stream.name))
            : all;
          output.result(streams, () => {
            if (streams.length === 0) return `${name} has no such streams, or its user sees none.`;
            return options.fields ? streams.map(fieldTable).join('\n\n') : streamTable(streams);
          });
          return undefined;
        },
      ),
    );
}

function streamTable(streams: StreamSchema[]): string {
  const rows = streams.map((stream) => [
    stream.name,
    stream.fields.length,
    stream.key.join(', ') || 'none',
    stream.rowEstimate === null ? '–' : `~${figures.count(stream.rowEstimate)}`,
    stream.beforeImage,
  ]);
  return textTable(['stream', 'fields', 'key', 'rows', 'old rows in log'], rows, [1, 3]);
}

function fieldTable(stream: StreamSchema): string {
  const rows = stream.fields.map((field) => [field.name, field.nativeType, remarks(stream, field)]);
  return `${stream.name}\n${textTable(['field', 'type', 'remarks'], rows)}`;
}

function remarks(stream: StreamSchema, field: Field): string {
  const reference = stream.references.find(
    (item) => item.fields.length === 1 && item.fields[0] === field.name,
  );
  return [
    stream.key.includes(field.name) ? 'key' : null,
    stream.uniques.some((unique) => unique.length === 1 && unique[0] === field.name) ? 'unique' : null,
    field.nullable ? null : 'required',
    field.hasDefault ? 'has a default' : null,
    field.readOnly ? 'read-only' : null,
    reference ? `refers to ${reference.stream}` : null,
  ]
    .filter((part) => part !== null)
    .join(', ');
}
