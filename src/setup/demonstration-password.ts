/** Everybody in the demonstration has this password; it exists on loopback and the embedded database alone. */
export const DEMONSTRATION_PASSWORD = 'openmerit-demo';
