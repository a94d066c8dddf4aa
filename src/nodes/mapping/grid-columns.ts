/**
 * The columns of the list, in its narrow and its wide form: tick, left, way, right, cast, state, actions.
 * The state has its own column only where there is room; one height for all, so that nothing ever shifts.
 */
export const gridColumns =
  'grid grid-cols-[16px_minmax(0,1fr)_24px_minmax(0,1fr)_96px_52px] @4xl:grid-cols-[16px_minmax(0,1fr)_28px_minmax(0,1fr)_minmax(0,14rem)_minmax(0,14rem)_76px] items-center gap-x-2 px-4';

export const LINE_HEIGHT = 44;
export const HEADING_HEIGHT = 36;
