'use client';

import { useCallback, useRef, useState } from 'react';
import type { ErrorParts } from '#ui/error-notice.tsx';
import { useNodeEnvironment } from '../../node-environment.client.tsx';

/** Something that is asked of the server when somebody wants it. */
export type Asked<A, T> = {
  ask: (input: A) => void;
  /** The last answer, and what was asked for it; kept while the next one is on its way. */
  answer: { input: A; data: T } | null;
  asking: boolean;
  error: ErrorParts | null;
};

/** Asks, and keeps the answer of what was asked last. */
export function useAsked<A, T>(question: (input: A) => Promise<T>): Asked<A, T> {
  const { errorOf } = useNodeEnvironment();
  const [state, setState] = useState<Omit<Asked<A, T>, 'ask'>>({ answer: null, asking: false, error: null });
  const last = useRef(0);
  const ask = useCallback(
    (input: A) => {
      const turn = ++last.current;
      const settle = (change: Partial<Omit<Asked<A, T>, 'ask'>>) => {
        if (turn === last.current) setState((before) => ({ ...before, asking: false, ...change }));
      };
      setState((before) => ({ ...before, asking: true, error: null }));
      question(input).then(
        (data) => settle({ answer: { input, data } }),
        (error: unknown) => settle({ error: errorOf(error) }),
      );
    },
    [question, errorOf],
  );
  return { ...state, ask };
}
