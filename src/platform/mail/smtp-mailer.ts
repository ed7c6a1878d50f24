import { PassThrough } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { compose } from './compose.js';
import { Mailer, type Delivery, type Letter, type Post } from './mailer.js';

const CONNECT_MILLISECONDS = 15_000;
const IDLE_MILLISECONDS = 60_000;

/** What nodemailer says of a failure. `responseCode`: the server's own answer; without one the line broke. */
interface Failure {
  readonly code?: string;
  readonly responseCode?: number;
}

/** Hands letters to a mail server (RFC 5321). TLS where the address says so or a password is sent. */
export class SmtpMailer extends Mailer {
  constructor(
    /** `smtp://` or `smtps://`, with user and password where the server wants them. */
    private readonly address: string,
    private readonly from: string,
  ) {
    super();
  }

  open(): Post {
    let connection: Promise<SMTPConnection> | undefined;
    const drop = (): void => {
      connection?.then(
        (open) => {
          open.close();
        },
        () => undefined,
      );
      connection = undefined;
    };
    return {
      send: async (letter) => {
        let open: SMTPConnection;
        try {
          open = await (connection ??= this.#connect());
        } catch (error) {
          connection = undefined;
          return { outcome: 'later', code: codeOf(error) };
        }
        const delivery = await this.#send(open, letter);
        // After a refusal or a fault nobody knows in which state the other side is.
        if (delivery.outcome !== 'sent') drop();
        return delivery;
      },
      close: drop,
    };
  }

  #connect(): Promise<SMTPConnection> {
    const url = new URL(this.address);
    const secure = url.protocol === 'smtps:';
    const user = decodeURIComponent(url.username);
    const connection = new SMTPConnection({
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
      secure,
      requireTLS: !secure && user !== '',
      connectionTimeout: CONNECT_MILLISECONDS,
      greetingTimeout: CONNECT_MILLISECONDS,
      socketTimeout: IDLE_MILLISECONDS,
    });
    return new Promise((resolve, reject) => {
      const fail = (error: unknown): void => {
        connection.close();
        reject(error instanceof Error ? error : new Error('The mail server is away.'));
      };
      connection.once('error', fail);
      connection.connect(() => {
        const done = (): void => {
          connection.removeListener('error', fail);
          // What breaks between two letters is noticed by the next one.
          connection.on('error', () => undefined);
          resolve(connection);
        };
        if (user === '') {
          done();
          return;
        }
        connection.login({ user, pass: decodeURIComponent(url.password) }, (error) => {
          if (error) fail(error);
          else done();
        });
      });
    });
  }

  async #send(connection: SMTPConnection, letter: Letter): Promise<Delivery> {
    const bytes = await compose(letter, this.from);
    const message = new OnItsWay();
    message.end(bytes);
    const sender = /<([^>]+)>$/.exec(this.from)?.[1] ?? this.from;
    return new Promise((resolve) => {
      connection.send({ from: sender, to: [letter.to.address] }, message, (error) => {
        if (!error) {
          resolve({ outcome: 'sent' });
          return;
        }
        const { responseCode } = error as Failure;
        const outcome =
          responseCode === undefined
            ? message.begun
              ? 'unsure'
              : 'later'
            : responseCode >= 500
              ? 'refused'
              : 'later';
        resolve({ outcome, code: codeOf(error) });
      });
    });
  }
}

/** A message that knows whether the server has begun to take it: it is piped only after the answer to DATA. */
class OnItsWay extends PassThrough {
  begun = false;

  override pipe<T extends NodeJS.WritableStream>(destination: T, options?: { end?: boolean }): T {
    this.begun = true;
    return super.pipe(destination, options);
  }
}

/** Never the server's words, which may hold the address. */
function codeOf(error: unknown): string {
  const { code, responseCode } = error as Failure;
  return responseCode === undefined ? (code ?? 'UNKNOWN') : `SMTP ${String(responseCode)}`;
}
