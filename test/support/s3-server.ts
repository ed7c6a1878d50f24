import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { S3Config } from '../../src/platform/index.js';
import { PROJECT_DIR } from '../../src/app.js';

// The one account that it knows (lib/models/account.js).
const KEY = 'S3RVER';

const SERVE = path.join(PROJECT_DIR, 'test', 'support', 'serve-s3.mjs');

/** An S3 server in a process and a folder of its own: it checks each signature, and knows uploads in parts. */
export interface S3Server {
  readonly config: S3Config;
  /** The same for a platform. */
  readonly env: Readonly<Record<string, string>>;
  /** The names of all objects. */
  objects(): string[];
  close(): Promise<void>;
}

export async function startS3(bucket = 'openmerit-test'): Promise<S3Server> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-s3-'));
  const child = spawn(process.execPath, [SERVE, folder, bucket], { stdio: ['ignore', 'pipe', 'inherit'] });
  const endpoint = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.once('exit', () => {
      reject(new Error('The S3 server did not start.'));
    });
    child.stdout.on('data', (part: Buffer) => {
      said += part.toString();
      const port = /^port (\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    });
  });
  const config = { endpoint, bucket, region: 'eu-north-1', accessKeyId: KEY, secretAccessKey: KEY };
  return {
    config,
    env: {
      OPENMERIT_S3_ENDPOINT: endpoint,
      OPENMERIT_S3_BUCKET: bucket,
      OPENMERIT_S3_REGION: config.region,
      OPENMERIT_S3_ACCESS_KEY_ID: KEY,
      OPENMERIT_S3_SECRET_ACCESS_KEY: KEY,
    },
    objects: () =>
      readdirSync(path.join(folder, bucket)).flatMap(
        (file) => /^(.+)\._S3rver_object$/.exec(file)?.[1] ?? [],
      ),
    close: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
