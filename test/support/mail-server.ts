import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A letter as a mail server took it. */
export interface TakenLetter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly headers: ReadonlyMap<string, unknown>;
}

/** What the server says to a recipient: an SMTP code to refuse with; `hang-up`: it takes the letter and breaks the line without an answer. */
export type Temper = (recipient: string) => number | 'hang-up' | undefined;

export interface MailServer {
  readonly url: string;
  readonly letters: readonly TakenLetter[];
  temper: Temper;
  close(): Promise<void>;
}

/** A real mail server on a free port of loopback, that keeps what it takes. */
export async function startMailServer(): Promise<MailServer> {
  const letters: TakenLetter[] = [];
  const handle: { temper: Temper } = { temper: () => undefined };
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, done) => {
      const mood = handle.temper(address);
      done(typeof mood === 'number' ? Object.assign(new Error('Not now'), { responseCode: mood }) : null);
    },
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        void simpleParser(Buffer.concat(parts)).then((mail) => {
          const to = session.envelope.rcptTo[0]?.address ?? '';
          letters.push({ to, subject: mail.subject ?? '', text: mail.text ?? '', headers: mail.headers });
          if (handle.temper(to) !== 'hang-up') done(null, 'taken');
          else connections.forEach((connection) => connection.destroy());
        });
      });
    },
  });
  const connections = new Set<import('node:net').Socket>();
  smtp.server.on('connection', (socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
  });
  smtp.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    smtp.listen(0, '127.0.0.1', resolve);
  });
  const { port } = smtp.server.address() as { port: number };
  return {
    url: `smtp://127.0.0.1:${String(port)}`,
    letters,
    get temper() {
      return handle.temper;
    },
    set temper(temper) {
      handle.temper = temper;
    },
    close: () =>
      new Promise((resolve) => {
        smtp.close(() => {
          resolve();
        });
      }),
  };
}
