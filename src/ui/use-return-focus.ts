import { useLayoutEffect, useRef } from 'react';

/**
 * What had the focus before a layer opened gets it back when it closes: hand the returned function to the layer's
 * `onCloseAutoFocus`. Radix gives it to a layer's own trigger alone, and ours are opened by state.
 */
export function useReturnFocus(open: boolean): (event: Event) => void {
  const from = useRef<Element | null>(null);
  // Before the layer is there: a field in it may take the focus as it comes.
  useLayoutEffect(() => {
    if (!open) return;
    const active = document.activeElement;
    // An item of a menu goes with the menu: what opened that stands for it.
    const menu = active?.closest('[role=menu]')?.getAttribute('aria-labelledby');
    from.current = menu ? document.getElementById(menu) : active;
  }, [open]);
  return (event) => {
    event.preventDefault();
    if (from.current instanceof HTMLElement && from.current.isConnected) from.current.focus();
  };
}
