'use client';

import { Plus } from 'lucide-react';
import Link from 'next/link';
import { Button } from '#ui/button.tsx';
import { Combobox } from '#ui/combobox.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Field } from '#ui/field.tsx';
import { InspectorSection } from '../inspector-section.client.tsx';
import { useNodeEnvironment } from '../node-environment.client.tsx';
import { NodeProblems } from '../node-problems.client.tsx';
import type { InspectorProps } from '../node-views.ts';
import { PreflightSection } from './preflight-section.client.tsx';
import { StreamFields } from './stream-fields.client.tsx';

export function EndpointInspector(props: InspectorProps<'endpoint'>) {
  const { node, readOnly, onEdit } = props;
  const environment = useNodeEnvironment();
  const connections = environment.connections ?? [];
  const streams = environment.useStreams(node.connection);
  const schema = streams.data?.find((stream) => stream.name === node.stream) ?? null;
  const known = connections.some((connection) => connection.name === node.connection);
  return (
    <>
      <NodeProblems problems={props.problems} />
      <InspectorSection title="Where">
        <div className="flex flex-col gap-3">
          <Field
            label="Connection"
            action={
              <Link href={environment.links.newConnection} className="text-sm text-accent hover:underline">
                New connection
              </Link>
            }
            error={
              node.connection !== '' && environment.connections && !known
                ? `This workspace has no connection named ${node.connection}.`
                : null
            }
          >
            <Combobox
              value={known ? node.connection : null}
              disabled={readOnly}
              placeholder={connections.length === 0 ? 'No connections yet' : 'Choose a connection'}
              searchPlaceholder="Search connections"
              options={connections.map((connection) => ({
                value: connection.name,
                label: connection.name,
                hint: connection.system,
              }))}
              onChange={(connection) =>
                onEdit((draft) => {
                  if (draft.connection !== connection) draft.stream = '';
                  draft.connection = connection;
                })
              }
            />
          </Field>
          <Field label="Stream" hint={streams.loading ? 'Reading the streams…' : undefined}>
            <Combobox
              mono
              value={node.stream === '' ? null : node.stream}
              disabled={readOnly || node.connection === '' || !streams.data}
              placeholder={node.stream || 'Choose a stream'}
              searchPlaceholder="Search streams"
              options={(streams.data ?? []).map((stream) => ({
                value: stream.name,
                label: stream.name,
                hint: stream.rowEstimate === null ? '' : `~${stream.rowEstimate.toLocaleString('en')} rows`,
              }))}
              onChange={(stream) =>
                onEdit((draft) => {
                  draft.stream = stream;
                })
              }
            />
          </Field>
          {environment.createStream && known && !readOnly && streams.data ? (
            <Button
              size="sm"
              className="self-start"
              icon={<Plus aria-hidden />}
              onClick={() => environment.createStream?.(node.id)}
            >
              Create in {node.connection}…
            </Button>
          ) : null}
          {streams.error ? (
            <ErrorNotice
              error={streams.error}
              onRetry={streams.retry}
              actions={
                known ? (
                  <Button size="sm" asChild>
                    <Link
                      href={environment.links.connection(
                        connections.find((connection) => connection.name === node.connection)?.id ?? '',
                      )}
                    >
                      Open the connection
                    </Link>
                  </Button>
                ) : null
              }
            />
          ) : null}
        </div>
      </InspectorSection>
      {schema ? (
        <>
          <PreflightSection connection={node.connection} schema={schema} />
          <StreamFields connection={node.connection} schema={schema} />
        </>
      ) : null}
    </>
  );
}
