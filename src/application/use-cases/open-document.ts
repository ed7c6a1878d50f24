import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { isUuid, ok, refuse, type Result } from '../../kernel/index.js';
import { Database, Files, type Principal } from '../../platform/index.js';
import { CONTENT_TYPES } from '../domain/file-type.js';
import { documentById, photosOf, recordView, type StoredDocument } from '../store/document-store.js';
import { noDocument } from './remove-document.js';

export interface OpenedDocument {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly content: Readable;
}

/**
 * Opens a document for reading, and writes down who reads it, first. Nobody reads one that the scanner has not seen.
 * Refusals: APPLICATION.NO_DOCUMENT, APPLICATION.DOCUMENT_WAITING.
 */
@Injectable()
export class OpenDocument {
  constructor(
    private readonly database: Database,
    private readonly files: Files,
  ) {}

  /** For the candidate whose it is. */
  async own(principal: Principal, documentId: string): Promise<Result<OpenedDocument>> {
    return this.#open(principal, documentId, (document) => document.personId === principal.personId);
  }

  /** For an officer of its competition; the route has checked that they are one. */
  async ofCompetition(
    principal: Principal,
    competitionId: string,
    documentId: string,
  ): Promise<Result<OpenedDocument>> {
    return this.#open(principal, documentId, (document) => document.competitionId === competitionId);
  }

  /** For whoever compares faces at the door of an exam; the caller has checked that they may, and now. */
  async photoOf(principal: Principal, applicationId: string): Promise<Result<OpenedDocument>> {
    const photo = (await photosOf(this.database.tx, [applicationId])).get(applicationId);
    return photo
      ? this.#open(principal, photo.documentId, (document) => document.applicationId === applicationId)
      : noDocument();
  }

  async #open(
    principal: Principal,
    documentId: string,
    may: (document: StoredDocument) => boolean,
  ): Promise<Result<OpenedDocument>> {
    const { tx } = this.database;
    const document = isUuid(documentId) ? await documentById(tx, documentId) : undefined;
    if (!document || !may(document)) return noDocument();
    const { state, type, bytes, name } = document;
    if (state === 'waiting') {
      return refuse('conflict', 'APPLICATION.DOCUMENT_WAITING', 'This document is still being checked.', {
        retryAfter: 5,
      });
    }
    if ((state !== 'clean' && state !== 'unscanned') || !type || bytes === null) return noDocument();
    await recordView(tx, documentId, principal.accountId, principal.official);
    const content = await this.files.get(documentId);
    return ok({ name: name ?? 'document', contentType: CONTENT_TYPES[type], bytes, content });
  }
}
