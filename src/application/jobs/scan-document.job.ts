import { defineJob } from '../../platform/index.js';

export const SCAN_DOCUMENT = defineJob<{ readonly documentId: string }>('scan-document');
