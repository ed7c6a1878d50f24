/** Everybody in the demonstration has this password; it exists on loopback and the embedded database alone. */
export const DEMONSTRATION_PASSWORD = 'openmerit-demo';

/** Base32: what an authenticator app is told, so that the demonstration's official has a second factor from the first start on. */
export const DEMONSTRATION_SECRET = 'OPENMERITDEMOOPENMERITDEMO234567';
