/** Days in which a challenge or an appeal is decided, where the jurisdiction profile states none of its own. */
export const DECISION_DAYS = 15;
