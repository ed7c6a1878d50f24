import { Redis } from 'ioredis';
import type { BusTransport } from './transport.js';

const CHANNEL = 'openmerit:bus';

/** Redis pub/sub. ioredis reconnects and subscribes again by itself; each time it is ready hints may be missing. */
export function redisTransport(url: string, onError: (error: Error) => void): BusTransport {
  const connections: Redis[] = [];
  let publisher: Redis | undefined;
  const connect = (patient: boolean): Redis => {
    const connection = new Redis(url, {
      keepAlive: 10_000,
      // A publisher does not wait for a Redis that is away: the hint would be stale.
      ...(patient ? { maxRetriesPerRequest: null } : { maxRetriesPerRequest: 1, commandTimeout: 500 }),
    });
    connection.on('error', onError);
    connections.push(connection);
    return connection;
  };
  return {
    publish: async (text) => {
      publisher ??= connect(false);
      await publisher.publish(CHANNEL, text);
    },
    listen: (onText, onUp) => {
      const subscriber = connect(true);
      subscriber.on('message', (_channel, text) => {
        onText(text);
      });
      // Subscribing anew on every connection, rather than by autoResubscribe, says when the subscription stands.
      subscriber.on('ready', () => {
        subscriber.subscribe(CHANNEL).then(onUp, onError);
      });
    },
    close: () => {
      for (const connection of connections) connection.disconnect();
      return Promise.resolve();
    },
  };
}
