import os from 'node:os';
import path from 'node:path';
import { sha256 } from '../../kernel/index.js';

/** Everything the process takes from its environment, parsed once at boot. */
export interface Config {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string;
  /** Absent: BullMQ and the bus run on the database. */
  readonly redisUrl: string | undefined;
  /** Scheme, host and port under which browsers reach the platform, without a trailing slash. */
  readonly publicOrigin: string;
  /** Folder of the purpose-bound keys, outside the database. */
  readonly keysDir: string;
  readonly banksDir: string;
  /** Folder from which sealed forms are served; it may be emptied at any time, the record fills it again. */
  readonly sealedDir: string;
  /** Folder in which files of persons lie, encrypted, where {@link s3} is undefined. Unlike sealed forms, nothing can fill it again. */
  readonly filesDir: string;
  /** The bucket that holds files of persons instead of a folder. */
  readonly s3: S3Config | undefined;
  /** What looks into each document; undefined: nothing does, and pages say so. */
  readonly scanner: ScannerConfig | undefined;
  /** Absent: letters go into {@link mailDir}. */
  readonly smtpUrl: string | undefined;
  /** Who letters come from: an address, or a name with an address in angle brackets. */
  readonly mailFrom: string;
  readonly mailDir: string;
  readonly projectDir: string;
  /** The database is the embedded one and the server listens on loopback: demonstration accounts may exist. */
  readonly demonstration: boolean;
  readonly trustProxy: boolean;
  /** Sign-in name and password of the first administrator, made at set-up where there is no account yet. */
  readonly firstAdministrator: { readonly signIn: string; readonly password: string } | undefined;
  readonly witnesses: readonly WitnessConfig[];
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** Somebody who is asked to cosign the log's checkpoints (C2SP tlog-witness). */
export interface WitnessConfig {
  /** As its verifier key has it. */
  readonly name: string;
  /** What stands before `/add-checkpoint`. */
  readonly address: string;
  /** C2SP signed-note's form of a key that checks cosignatures; its parts belong together. */
  readonly verifierKey: string;
}

/** A bucket of a server that speaks the S3 API. */
export interface S3Config {
  /** Scheme, host and port, without a path. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A clamd that speaks INSTREAM over TCP, or a command that reads a file from its input (0 clean, 1 infected). */
export type ScannerConfig =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'command'; readonly file: string };

/** What is wrong with the environment: one sentence for each variable; never a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

function parseScanner(text: string, faults: string[]): ScannerConfig | undefined {
  if (text === '') return undefined;
  if (path.isAbsolute(text)) return { kind: 'command', file: text };
  const { protocol, hostname, port } = URL.canParse(text)
    ? new URL(text)
    : { protocol: '', hostname: '', port: '' };
  if (protocol === 'tcp:' && hostname !== '' && port !== '')
    return { kind: 'tcp', host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) };
  faults.push('OPENMERIT_SCANNER should be tcp://host:port of a clamd, or the absolute path of a command.');
  return undefined;
}

const S3_NEEDS = {
  OPENMERIT_S3_ENDPOINT: 'an http or https address without a path',
  OPENMERIT_S3_BUCKET: 'the name of a bucket: 3 to 63 small letters, digits, dots and hyphens',
  OPENMERIT_S3_REGION: 'the name of a region, as the server calls it',
  OPENMERIT_S3_ACCESS_KEY_ID: 'the id of an access key',
  OPENMERIT_S3_SECRET_ACCESS_KEY: 'the secret of that access key',
} as const;
type S3Variable = keyof typeof S3_NEEDS;

/** @returns undefined where neither address nor bucket is named: files lie in a folder. */
function parseS3(env: Environment, faults: string[]): S3Config | undefined {
  const of = (name: S3Variable): string => env[name]?.trim() ?? '';
  const endpoint = of('OPENMERIT_S3_ENDPOINT').replace(/\/$/, '');
  const bucket = of('OPENMERIT_S3_BUCKET');
  if (endpoint === '' && bucket === '') return undefined;
  const region = of('OPENMERIT_S3_REGION') || 'us-east-1';
  const accessKeyId = of('OPENMERIT_S3_ACCESS_KEY_ID');
  const secretAccessKey = of('OPENMERIT_S3_SECRET_ACCESS_KEY');
  const isGood: Readonly<Record<S3Variable, boolean>> = {
    OPENMERIT_S3_ENDPOINT: isPlainAddress(endpoint) && new URL(endpoint).pathname === '/',
    OPENMERIT_S3_BUCKET: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket),
    OPENMERIT_S3_REGION: /^[a-z0-9-]{1,64}$/i.test(region),
    OPENMERIT_S3_ACCESS_KEY_ID: /^[^\s/,]+$/.test(accessKeyId),
    OPENMERIT_S3_SECRET_ACCESS_KEY: secretAccessKey !== '',
  };
  for (const [name, need] of Object.entries(S3_NEEDS)) {
    if (!isGood[name as S3Variable]) faults.push(`${name} should be ${need}.`);
  }
  return { endpoint, bucket, region, accessKeyId, secretAccessKey };
}

/**
 * Reads the environment.
 *
 * @param env the process's variables.
 * @param projectDir where the project lies: default folders are taken from here.
 * @throws ConfigError naming each faulty variable and what it should be.
 */
export function parseConfig(env: Environment, projectDir: string): Config {
  const faults: string[] = [];
  const production = env['NODE_ENV'] === 'production';

  const text = (name: string, fallback: string): string => {
    const value = env[name]?.trim();
    return value ? value : fallback;
  };
  const url = (name: string, protocols: readonly string[], needed: boolean): string | undefined => {
    const value = env[name]?.trim();
    if (!value) {
      if (needed)
        faults.push(`${name} is needed: an address that begins with ${protocols.join('// or ')}//.`);
      return undefined;
    }
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    if (parsed && protocols.includes(parsed.protocol)) return value;
    faults.push(`${name} should be an address that begins with ${protocols.join('// or ')}//.`);
    return undefined;
  };
  const flag = (name: string): boolean => {
    const value = text(name, '0');
    if (value !== '0' && value !== '1') faults.push(`${name} should be 0 or 1.`);
    return value === '1';
  };

  const portText = text('PORT', '3000');
  const port = Number(portText);
  if (!/^\d+$/.test(portText) || port > 65_535) faults.push('PORT should be a whole number from 0 to 65535.');

  const host = text('HOST', production ? '0.0.0.0' : '127.0.0.1');
  const databaseUrl = url('DATABASE_URL', ['postgres:', 'postgresql:'], true);
  const redisUrl = url('REDIS_URL', ['redis:', 'rediss:'], production);
  const publicOrigin = url('OPENMERIT_PUBLIC_ORIGIN', ['http:', 'https:'], production);
  const keysDir = text('OPENMERIT_KEYS_DIR', production ? '' : path.join(projectDir, '.data', 'keys'));
  if (keysDir === '')
    faults.push('OPENMERIT_KEYS_DIR is needed: the folder that holds the keys, outside the database.');

  const s3 = parseS3(env, faults);
  const filesDir = text('OPENMERIT_FILES_DIR', production ? '' : path.join(projectDir, '.data', 'files'));
  if (filesDir === '' && !s3)
    faults.push(
      'OPENMERIT_FILES_DIR is needed: the folder that keeps documents, the same for all machines. Or a bucket: OPENMERIT_S3_ENDPOINT and the rest.',
    );
  const scanner = parseScanner(text('OPENMERIT_SCANNER', ''), faults);
  const smtpUrl = url('OPENMERIT_SMTP_URL', ['smtp:', 'smtps:'], false);
  if (production && smtpUrl === undefined && !env['OPENMERIT_MAIL_DIR']?.trim())
    faults.push(
      'OPENMERIT_SMTP_URL is needed: the mail server, for example smtps://user:password@mail.example.org. Where letters shall only be kept, OPENMERIT_MAIL_DIR.',
    );
  const mailFrom = text('OPENMERIT_MAIL_FROM', 'OpenMerit <no-reply@localhost>');
  if (!/^([^<>\r\n]* <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/.test(mailFrom))
    faults.push('OPENMERIT_MAIL_FROM should be an address, or a name and an address in angle brackets.');

  const adminPassword = env['OPENMERIT_ADMIN_PASSWORD'];
  if (adminPassword !== undefined && adminPassword.length < 10) {
    faults.push('OPENMERIT_ADMIN_PASSWORD should have 10 characters or more.');
  }

  const witnesses = parseWitnesses(text('OPENMERIT_WITNESSES', ''), faults);

  const level = text('LOG_LEVEL', production ? 'info' : 'warn');
  const logLevel = LOG_LEVELS.find((known) => known === level);
  if (!logLevel) faults.push(`LOG_LEVEL should be one of ${LOG_LEVELS.join(', ')}.`);
  const embedded = flag('OPENMERIT_EMBEDDED');
  const trustProxy = flag('OPENMERIT_TRUST_PROXY');

  if (faults.length > 0 || !databaseUrl || !logLevel) throw new ConfigError(faults);
  return {
    production,
    host,
    port,
    databaseUrl,
    redisUrl,
    publicOrigin: (publicOrigin ?? `http://localhost:${String(port)}`).replace(/\/+$/, ''),
    keysDir,
    banksDir: text('OPENMERIT_BANKS_DIR', path.join(projectDir, 'question-banks')),
    sealedDir: text('OPENMERIT_SEALED_DIR', path.join(os.tmpdir(), 'openmerit-sealed')),
    filesDir,
    s3,
    scanner,
    smtpUrl,
    mailFrom,
    mailDir: text('OPENMERIT_MAIL_DIR', path.join(projectDir, '.data', 'mail')),
    projectDir,
    demonstration: embedded && !production && LOOPBACK.has(host),
    trustProxy,
    firstAdministrator: adminPassword
      ? { signIn: text('OPENMERIT_ADMIN_SIGN_IN', 'administrator'), password: adminPassword }
      : undefined,
    witnesses,
    logLevel,
  };
}

const COSIGNATURE = 4;

/**
 * `<address>=<verifier key>`, with commas between. An address has no equals sign and a verifier key no comma, so the first
 * equals sign of a pair parts it, whatever base64 stands behind it.
 */
function parseWitnesses(list: string, faults: string[]): WitnessConfig[] {
  const pairs = list
    .split(',')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '');
  const witnesses = pairs.flatMap((pair) => {
    const [address = ''] = pair.split('=', 1);
    const verifierKey = pair.slice(address.length + 1);
    const name = cosignerName(verifierKey);
    return name !== undefined && isPlainAddress(address)
      ? { name, address: address.replace(/\/+$/, ''), verifierKey }
      : [];
  });
  if (witnesses.length < pairs.length) {
    faults.push(
      'OPENMERIT_WITNESSES should be pairs with commas between: the address of a witness, =, and its verifier key.',
    );
  }
  if (new Set(witnesses.map(({ name }) => name)).size < witnesses.length)
    faults.push('OPENMERIT_WITNESSES should have each name of a witness once.');
  return witnesses;
}

/** An http or https address to which a path is added: nothing behind its own path, and no password. */
function isPlainAddress(address: string): boolean {
  if (!/^https?:\/\//.test(address) || !URL.canParse(address)) return false;
  const { username, password } = new URL(address);
  return username === '' && password === '' && !/[?#\s]/.test(address);
}

/** @returns undefined for what is no verifier key of a witness with an Ed25519 key (C2SP tlog-cosignature). */
function cosignerName(verifierKey: string): string | undefined {
  const [, name, id, material = ''] =
    /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/u.exec(verifierKey) ?? [];
  const bytes = Buffer.from(material, 'base64');
  if (name === undefined || bytes[0] !== COSIGNATURE) return undefined;
  const own = sha256(Buffer.concat([Buffer.from(`${name}\n`), bytes])).toString('hex', 0, 4);
  return own === id ? name : undefined;
}
