const OWN = { name: 'outsideName', commitment: 'commitment' } as const;
/** The form's fields by the kind of offer. */
export const OFFER_FIELDS = {
  own: OWN,
  made: OWN,
  outside: { name: 'outsideName', commitment: 'outsideCommitment' },
  beacon: { name: 'beaconName', commitment: 'commitment' },
} as const;
