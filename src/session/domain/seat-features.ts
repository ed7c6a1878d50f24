/** What a seat can have that somebody needs. A room's features are those of all its seats. */
export const SEAT_FEATURES = ['step-free', 'near-power', 'large-desk'] as const;
export type SeatFeature = (typeof SEAT_FEATURES)[number];
