import { Injectable } from '@nestjs/common';
import type { JobHandler } from '../../platform/index.js';
import { ScanDocument } from '../use-cases/scan-document.js';
import { SCAN_DOCUMENT } from './scan-document.job.js';

@Injectable()
export class ScanDocumentHandler implements JobHandler<{ readonly documentId: string }> {
  readonly job = SCAN_DOCUMENT;
  readonly concurrency = 2;

  constructor(private readonly scanDocument: ScanDocument) {}

  async handle({ documentId }: { readonly documentId: string }): Promise<void> {
    await this.scanDocument.run(documentId);
  }
}
