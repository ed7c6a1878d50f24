import type { Config } from '../config/config.js';
import { LocalObjectStore, type ObjectStore } from './object-store.js';
import { S3Client } from './s3-client.js';
import { S3ObjectStore } from './s3-object-store.js';

/** Where files of persons lie: the bucket that the environment names, otherwise a folder. Nothing is sent yet. */
export function openObjectStore({ s3, filesDir }: Pick<Config, 's3' | 'filesDir'>): ObjectStore {
  return s3 ? new S3ObjectStore(new S3Client(s3)) : new LocalObjectStore(filesDir);
}
