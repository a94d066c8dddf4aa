/**
 * SHA-256 over all that a line holds, as SQL: the same columns give the same digest on every supported server,
 * whatever a session's settings. Built-in functions alone, since one of ours could be replaced in the store.
 *
 * Parts stand between unit separators. JSON escapes that character, and `detail`, which may hold it, comes last.
 *
 * @param line the table's name or alias
 */
export function lineDigest(line: string): string {
  const texts = [
    'workspace_id',
    'flow_id',
    'lane_id',
    'version',
    'side',
    'position',
    'ordinal',
    'op',
    'status',
    'payload',
  ];
  const maybe = ['code', 'operation_id', 'issue_id'];
  const documents = ['before', 'after', 'target_before', 'target_after', 'conflict', 'verdicts'];
  const parts = [
    ...texts.map((name) => `${line}.${name}`),
    ...maybe.map((name) => `coalesce(${line}.${name}, '')`),
    `${line}.record_key`,
    `${line}.compact`,
    `${line}.cause`,
    `${line}.writes`,
    `to_json(${line}.changed)`,
    ...documents.map((name) => `coalesce(${line}.${name}::text, '')`),
    `${line}.detail`,
  ];
  const times = ['committed_at', 'captured_at', 'applied_at'].map(
    (name) => `timestamptz_send(${line}.${name})`,
  );
  return `sha256(int8send(${line}.seq) || ${times.join(' || ')} || convert_to(concat_ws(E'\\x1f', ${parts.join(', ')}), 'UTF8'))`;
}
