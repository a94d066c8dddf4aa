import { createStore, type StoreApi } from 'zustand/vanilla';

export type AskedPreviewState = {
  /** The dry run that is shown, once it has begun. */
  id: string | null;
  /** It was asked for and has not begun yet. */
  asking: boolean;
  /** Why it could not begin. */
  error: unknown;
};

const nothing: AskedPreviewState = { id: null, asking: false, error: null };

/**
 * The dry run that a window shows: that of what was asked last, in whatever order the answers come. One that nobody
 * looks at any more is cancelled, also where that is known only once it has begun.
 */
export class AskedPreview {
  readonly state: StoreApi<AskedPreviewState> = createStore(() => nothing);
  readonly #cancel: (id: string) => void;
  #turn = 0;

  /** @param cancel ends a dry run; nothing comes of it for one that has ended already */
  constructor(cancel: (id: string) => void) {
    this.#cancel = cancel;
  }

  /** Begins another one in place of that which is shown. */
  async ask(begin: () => Promise<{ id: string }>): Promise<void> {
    this.drop();
    const turn = this.#turn;
    const isAsked = () => turn === this.#turn;
    this.state.setState({ asking: true });
    try {
      const { id } = await begin();
      if (isAsked()) this.state.setState({ id, asking: false });
      else this.#cancel(id);
    } catch (error) {
      // Of what is not asked for any more nobody needs to know.
      if (isAsked()) this.state.setState({ asking: false, error });
    }
  }

  /** Shows none any more. */
  drop(): void {
    this.#turn += 1;
    const { id } = this.state.getState();
    this.state.setState(nothing);
    if (id !== null) this.#cancel(id);
  }
}
