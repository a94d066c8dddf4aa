/** The page of a workspace's alerts. @param root of the workspace's pages, e.g. `https://sync.example/w/main` */
export function alertsUrl(root: string): string {
  return `${root}/alerts`;
}

/** The page that shows one incident. */
export function incidentUrl(root: string, incidentId: string): string {
  return `${alertsUrl(root)}?incident=${incidentId}`;
}
