'use client';

import { Play, RotateCw } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type CodeEntry, entriesOf } from '#core/code/code-form.ts';
import type { TriedRecord } from '#core/code/tried-record.ts';
import { Button } from '#ui/button.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { useNodeEnvironment } from '../../node-environment.client.tsx';
import type { CodePanelProps } from './code-panel.ts';
import { TriedDetail } from './tried-detail.client.tsx';
import { caseOf, sameRow, type TriedInput, triedInputs } from './tried-inputs.ts';
import { TriedList } from './tried-list.client.tsx';
import { TryNotes } from './try-notes.client.tsx';
import { useAsked } from './use-asked.client.ts';

type Wanted = { entry: CodeEntry; inputs: TriedInput[]; source: string };

/** Runs the code on records of its stream, on its cases, and on one from the ledger: what goes in, and what comes out. */
export function TryPanel(props: CodePanelProps) {
  const { node, shape } = props;
  const proofs = useNodeEnvironment().useCodeProofs(node.id);
  const entries = entriesOf[node.form];
  const first = proofs?.debug?.data?.entry ?? proofs?.samples.data?.entry ?? entries[0] ?? 'transform';
  const [chosen, setChosen] = useState<CodeEntry | null>(null);
  const entry = chosen && entries.includes(chosen) ? chosen : first;
  const [selected, setSelected] = useState<string | null>(null);
  const tryOn = proofs?.tryOn;
  const question = useCallback(
    async ({ entry: asked, inputs }: Wanted): Promise<Map<string, TriedRecord>> => {
      const tried =
        (await tryOn?.(
          asked,
          inputs.map(({ given }) => given),
        )) ?? [];
      return new Map(inputs.flatMap(({ id }, index) => (tried[index] ? [[id, tried[index]]] : [])));
    },
    [tryOn],
  );
  const { ask, answer, asking, error } = useAsked(question);
  const opened = proofs?.debug?.data ?? null;
  const ran = useRef<string | null>(null);
  useEffect(() => {
    // Who opens a record of the ledger wants to see what the code makes of it.
    if (!opened || ran.current === opened.line.seq) return;
    ran.current = opened.line.seq;
    const inputs = triedInputs(opened.entry, { pins: [], cases: [], samples: null, debug: opened, key: [] });
    ask({ entry: opened.entry, inputs, source: node.source });
  }, [opened, ask, node.source]);
  if (!proofs) return <p className="px-4 py-4 text-ink-2">Editors and above may run code.</p>;
  const inputs = triedInputs(entry, {
    pins: node.pins ?? [],
    cases: node.cases ?? [],
    samples: proofs.samples.data,
    debug: opened,
    key: shape?.key ?? [],
  });
  const results = answer?.input.entry === entry ? answer.data : null;
  const stale = answer !== null && answer.input.source !== node.source;
  const current = inputs.find(({ id }) => id === selected) ?? inputs[0];
  const waiting = proofs.samples.loading || (proofs.debug?.loading ?? false);
  return (
    <div className="flex min-h-full flex-col">
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2">
        <Button
          variant="primary"
          icon={<Play aria-hidden />}
          loading={asking}
          disabled={waiting || inputs.length === 0}
          onClick={() => ask({ entry, inputs, source: node.source })}
        >
          {inputs.length === 1 ? 'Run' : `Run on all ${inputs.length}`}
        </Button>
        {entries.length > 1 ? (
          <Segmented
            label="Function"
            value={entry}
            onChange={setChosen}
            options={entries.map((value) => ({ value, label: value }))}
          />
        ) : null}
        <span className="ml-auto text-sm text-ink-3" aria-live="polite">
          {stale ? 'The code has changed since it ran' : ''}
        </span>
        {shape?.side ? (
          <IconButton
            label="Read records of the stream again"
            disabled={proofs.samples.loading}
            onClick={proofs.samples.retry}
          >
            <RotateCw aria-hidden />
          </IconButton>
        ) : null}
      </div>
      {error ? <ErrorNotice error={error} className="m-3" /> : null}
      {proofs.samples.error ? (
        <ErrorNotice error={proofs.samples.error} onRetry={proofs.samples.retry} className="m-3" />
      ) : null}
      {proofs.debug?.error ? <ErrorNotice error={proofs.debug.error} className="m-3" /> : null}
      <TryNotes samples={proofs.samples} debug={proofs.debug} />
      {waiting ? <SkeletonRows rows={4} label="Reading records" /> : null}
      <TriedList
        inputs={inputs}
        results={results}
        fields={shape?.output ?? []}
        selected={current?.id ?? null}
        onSelect={setSelected}
      />
      {inputs.length === 0 && !waiting ? (
        <p className="px-4 py-4 text-ink-2">
          There is no record to try it on. Write one down as a case, under Cases.
        </p>
      ) : null}
      {current ? (
        <TriedDetail
          key={current.id}
          {...props}
          entry={entry}
          input={current}
          tried={results?.get(current.id) ?? null}
          onPin={(pinned) => {
            props.onEdit((draft) => {
              const others = (draft.pins ?? []).filter(
                (pin) => pin.entry !== entry || sameRow(pin.input) !== sameRow(current.given),
              );
              draft.pins = pinned ? [...others, { entry, input: current.given }] : others;
              if (draft.pins.length === 0) delete draft.pins;
            });
            if (pinned) setSelected(`pinned ${sameRow(current.given)}`);
          }}
          onSave={(name, tried) =>
            props.onEdit((draft) => {
              draft.cases = [...(draft.cases ?? []), caseOf(name, entry, tried)];
            })
          }
        />
      ) : null}
    </div>
  );
}
