'use client';

import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Where } from '../store/editor-actions.ts';

/** The menu that adds a step: whether it is open, where the step goes, and where on the screen it hangs. */
export type AddMenuState = {
  open: boolean;
  where: Where;
  /** In pixels of the window. */
  anchor: { x: number; y: number; side: 'top' | 'bottom' };
  /** Opens it under `bottom`, or over `top` where only that is given. */
  openAt: (where: Where, beside: { left: number; top?: number; bottom?: number }) => void;
  close: () => void;
};

export function createAddMenu(): StoreApi<AddMenuState> {
  return createStore<AddMenuState>((set) => ({
    open: false,
    where: { at: { x: 0, y: 0 } },
    anchor: { x: 0, y: 0, side: 'bottom' },
    openAt: (where, { left, top, bottom }) =>
      set({
        open: true,
        where,
        anchor: { x: left, y: bottom ?? top ?? 0, side: bottom === undefined ? 'top' : 'bottom' },
      }),
    close: () => set({ open: false }),
  }));
}

const Context = createContext<StoreApi<AddMenuState> | null>(null);

export const AddMenuProvider = Context.Provider;

/** The state of the menu that adds a step. */
export function useAddMenu<T>(select: (state: AddMenuState) => T): T {
  const store = useContext(Context);
  if (!store) throw new Error('useAddMenu stands outside a canvas.');
  return useStore(store, select);
}
