/** Who does something. */
export type Actor = {
  kind: 'user' | 'api-key';
  id: string;
  /** As the audit log names them: a person's address, or `API key "ci"`. */
  label: string;
  /** The person; for an API key whoever made it is not asked. */
  userId: string | null;
};

export function userActor(user: { id: string; email: string }): Actor {
  return { kind: 'user', id: user.id, label: user.email, userId: user.id };
}
