/**
 * Gives up root's rights for good, where the process has them. What it reads from files it has read before.
 * @returns the user it is now; null where the system knows no users by number
 * @throws where root cannot become `nobody`: then no code may run
 */
export function becomeNobody(): number | null {
  const { getuid, setgroups, setgid, setuid } = process;
  if (getuid === undefined || setgroups === undefined || setgid === undefined || setuid === undefined)
    return null;
  if (getuid() !== 0) return getuid();
  setgroups([]);
  try {
    setgid('nogroup');
  } catch {
    setgid('nobody'); // what the group is called where there is no `nogroup`
  }
  setuid('nobody');
  return getuid();
}
