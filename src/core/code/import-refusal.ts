/** Why a module cannot be imported into code, in words for whoever wrote the import. */
export function importRefusal(name: string): string {
  if (name.startsWith('library/')) {
    return `The node has no version of the module "${name.slice('library/'.length)}". Add it to the modules of the node.`;
  }
  return `"${name}" cannot be imported: there are "syncline" and the modules of the workspace, "library/<name>".`;
}
