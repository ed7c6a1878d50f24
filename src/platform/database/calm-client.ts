import pg from 'pg';

/**
 * A connection of a pool whose second fault ends no process: the pool, or whoever borrowed it, hears the first one and lets go
 * of it, and a server that dies says more than once that it does. What runs on it fails all the same.
 */
export class CalmClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
