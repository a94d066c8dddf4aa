import type { ComponentProps } from 'react';

/**
 * A row of a `grid` of which only a part is drawn: elements of a table cannot be placed freely, so the
 * roles say what these are.
 */
export function GridRow(props: ComponentProps<'div'>) {
  // biome-ignore lint/a11y/useFocusableInteractive: whoever draws a row says whether it, or its cells, take the focus
  // biome-ignore lint/a11y/useSemanticElements: a <tr> cannot be placed freely
  return <div role="row" {...props} />;
}

export function GridCell(props: ComponentProps<'div'>) {
  // biome-ignore lint/a11y/useFocusableInteractive: what is in the cell takes the focus
  // biome-ignore lint/a11y/useSemanticElements: a <td> cannot be placed freely
  return <div role="gridcell" {...props} />;
}

export function GridColumnHeader(props: ComponentProps<'div'>) {
  // biome-ignore lint/a11y/useFocusableInteractive: it is read, not worked with
  // biome-ignore lint/a11y/useSemanticElements: a <th> cannot be placed freely
  return <div role="columnheader" {...props} />;
}
