'use client';

import { useEffect } from 'react';

/** What is under the pointer, as far as it may be cut off: a row's control lies over all cells of its row. */
function underPointer({ target, clientX }: MouseEvent): [over: HTMLElement, shown: HTMLElement] | null {
  if (!(target instanceof HTMLElement)) return null;
  const stop = target.closest<HTMLElement>('[data-row-stop]');
  if (!stop) {
    const cut = target.closest<HTMLElement>('.truncate');
    return cut && [cut, cut];
  }
  const cells = [...(stop.closest('tr')?.cells ?? [])];
  const cell = cells.find((each) => {
    const { left, right } = each.getBoundingClientRect();
    return clientX >= left && clientX < right;
  });
  return cell ? [stop, cell] : null;
}

function isCut(element: HTMLElement): boolean {
  return [element, ...element.querySelectorAll<HTMLElement>('.truncate')].some(
    ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth,
  );
}

/** Text that has no room is told whole where the pointer rests on it, wherever it stands. */
export function TitleWhereCut() {
  useEffect(() => {
    let given: HTMLElement | null = null;
    const onMove = (event: MouseEvent) => {
      const found = underPointer(event);
      if (given && given !== found?.[0]) {
        given.removeAttribute('title');
        given = null;
      }
      if (!found) return;
      const [over, shown] = found;
      if (over !== given && over.closest('[title]')) return;
      const own = [...shown.querySelectorAll<HTMLElement>('[title]')].find((each) => each !== over)?.title;
      const title = own ?? (isCut(shown) ? shown.textContent.trim() : '');
      if (title === over.title) return;
      if (title) over.title = title;
      else over.removeAttribute('title');
      given = over;
    };
    document.addEventListener('mousemove', onMove, { passive: true });
    return () => document.removeEventListener('mousemove', onMove);
  }, []);
  return null;
}
