import { ok, refuse, refuseFields, type Result } from '../../kernel/index.js';

export const IDENTITY_WAYS = ['photo-compared', 'document-seen', 'not-said'] as const;

/** How a proctor made sure who somebody is: by the photo on file, or by a document in their hand. */
export type IdentityCheck =
  | { readonly how: 'photo-compared' | 'not-said' }
  | { readonly how: 'document-seen'; readonly document: string };

/** What whoever admits says of it. */
export interface IdentitySaid {
  readonly identity?: 'photo-compared' | 'document-seen' | undefined;
  /** What kind of document was seen, in a few words. */
  readonly document?: string | undefined;
}

const LONGEST = 60;
/** Four digits, whatever stands between them: no kind of document has them, every number of one does. */
const NUMBER = /(?:\p{Nd}.*){4}/u;

/**
 * What was said, as it is kept. Refusals: SESSION.SAY_DOCUMENT where a document was seen and nobody says of which kind,
 * SESSION.DOCUMENT_NUMBER where its number is told: that is kept nowhere.
 */
export function identityCheck({ identity, document = '' }: IdentitySaid): Result<IdentityCheck> {
  if (identity !== 'document-seen') return ok({ how: identity ?? 'not-said' });
  const kind = document.trim().replace(/\s+/g, ' ');
  if (kind === '' || [...kind].length > LONGEST) {
    return refuse('invalid', 'SESSION.SAY_DOCUMENT', 'Say in a few words which kind of document it is.', {
      fields: { document: 'SESSION.SAY_DOCUMENT' },
    });
  }
  return NUMBER.test(kind)
    ? refuse('invalid', 'SESSION.DOCUMENT_NUMBER', 'The number of a document is kept nowhere.', {
        fields: { document: 'SESSION.DOCUMENT_NUMBER' },
      })
    : ok({ how: 'document-seen', document: kind });
}

/** As {@link identityCheck}, where it has to be said. Refusal: SESSION.SAY_IDENTITY too, of the field `identity`. */
export const statedIdentity = (said: IdentitySaid): Result<IdentityCheck> =>
  said.identity ? identityCheck(said) : refuseFields({ identity: 'SESSION.SAY_IDENTITY' });
