'use client';

import { useEffect, useMemo, useRef } from 'react';
import type { ErrorParts } from '#ui/error-notice.tsx';
import type { FieldSuggestions, RoundTripCheck } from '../node-environment.client.tsx';
import { useNodeEnvironment } from '../node-environment.client.tsx';
import type { InspectorProps } from '../node-views.ts';
import { automaticPairs, isUntouched } from './automatic-pairs.ts';
import { type MappingActions, mappingActions } from './mapping-actions.ts';
import { type MappingRows, mappingRows } from './mapping-rows.ts';
import type { MappingSides } from './mapping-sides.ts';
import { useMappingSides } from './use-mapping-sides.client.ts';

type Workings = {
  sides: MappingSides;
  rows: MappingRows;
  actions: MappingActions;
  /** Suggestions are being made. */
  suggesting: boolean;
  /** Why there are none. */
  noSuggestions: { error: ErrorParts; retry: () => void } | null;
  roundTrips: RoundTripCheck;
};

/** Everything that the inspector of a mapping shows and does, from the node, both streams and the matcher. */
export function useMappingRows(props: InspectorProps<'mapping'>): Workings {
  const { node, problems, readOnly, onEdit, onEditEnd } = props;
  const { useSuggestions, useRoundTrips } = useNodeEnvironment();
  const roundTrips = useRoundTrips(node.id);
  const sides = useMappingSides(node.id);
  const { data: suggestions, loading, error, retry } = useSuggestions(node.id);
  const actions = useMemo(
    () => mappingActions(sides, suggestions, onEdit, onEditEnd),
    [sides, suggestions, onEdit, onEditEnd],
  );
  const rows = useMemo(
    () => mappingRows(node, sides, readOnly ? null : suggestions, problems, roundTrips.found),
    [node, sides, suggestions, problems, readOnly, roundTrips.found],
  );
  useAutomaticPairs(props, sides, suggestions, actions);
  const noSuggestions = error ? { error, retry } : null;
  return { sides, rows, actions, suggesting: loading, noSuggestions, roundTrips };
}

/**
 * Mappings whose sure suggestions were taken since the page was opened, by flow, node and streams: what a person
 * took back is not taken again.
 */
const taken = new Set<string>();

/** Takes the suggestions that are sure enough, once, while nobody has decided anything yet. */
function useAutomaticPairs(
  { node, readOnly }: InspectorProps<'mapping'>,
  sides: MappingSides,
  suggestions: FieldSuggestions | null,
  actions: MappingActions,
) {
  const { flowId } = useNodeEnvironment();
  const latest = useRef({ node, sides, actions });
  latest.current = { node, sides, actions };
  const streams = sides.left.title && sides.right.title ? `${sides.left.title}\n${sides.right.title}` : null;
  useEffect(() => {
    if (readOnly || !suggestions || streams === null) return;
    const once = `${flowId}\n${latest.current.node.id}\n${streams}`;
    if (taken.has(once) || !isUntouched(latest.current.node)) return;
    const sure = automaticPairs(latest.current.node, latest.current.sides, suggestions);
    taken.add(once);
    if (sure.length > 0) latest.current.actions.takeAutomatically(sure);
  }, [flowId, readOnly, suggestions, streams]);
}
