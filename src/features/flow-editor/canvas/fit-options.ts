/** How the whole flow is brought into view: never larger than life. */
export const fitOptions = { padding: '24px', maxZoom: 1 } as const;
