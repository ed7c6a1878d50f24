/** One letter to one address. */
export interface Letter {
  /** Of the notice; the same letter always has the same one. */
  readonly id: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  /** BCP 47. */
  readonly language: string;
}

/**
 * What became of a letter. `sent`: the server took it. `later`: it was certainly not taken, and may be another time.
 * `refused`: it never will be. `unsure`: the line broke after the letter was on its way; sending again could make it two.
 */
export type Delivery =
  { readonly outcome: 'sent' } | { readonly outcome: 'later' | 'refused' | 'unsure'; readonly code: string };

/** Sends letters, one after another, over what it holds open until {@link close}. */
export interface Post {
  send(letter: Letter): Promise<Delivery>;
  close(): void;
}

/** Where letters go: a mail server, or a folder of `.eml` files where none is configured. */
export abstract class Mailer {
  abstract open(): Post;
}
