// Runs in a worker thread: takes passwords one after another, gives Argon2id hashes and comparisons. Plain JavaScript,
// so that a thread can begin with it from the sources (tests) and from the build alike.
import { readlinkSync } from 'node:fs';
import os from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { hashSync, verifySync } from '@node-rs/argon2';

// On Linux each thread has a priority of its own (setpriority(2)), and a synchronous read is done by this thread: the
// link names it. Elsewhere the thread runs as any other.
try {
  const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
  if (thread > 0) os.setPriority(thread, workerData.niceness);
} catch {
  // No such link.
}

parentPort.on('message', ({ password, stored, options }) => {
  try {
    const result = stored === undefined ? hashSync(password, options) : verifySync(stored, password);
    parentPort.postMessage({ result });
  } catch {
    // Its message could hold what was handed in.
    parentPort.postMessage({ failed: true });
  }
});
