import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { newId, ok, refuse, type Refusal, type Result } from '../../kernel/index.js';
import { CONFIG, Database, Files, type Config, type Principal, type Upload } from '../../platform/index.js';
import { MOST_DOCUMENTS, MOST_TO_A_RULE, takesDocument } from '../domain/application-rules.js';
import { nameFits, shownName, type FileType } from '../domain/file-type.js';
import { TypeCheck } from '../domain/type-check.js';
import {
  countDocuments,
  insertArriving,
  markArrived,
  markDestroyed,
  markRemoved,
} from '../store/document-store.js';
import { rulesOf } from '../store/form-store.js';
import { SaveAnswers } from './save-answers.js';

export interface AddedDocument {
  readonly documentId: string;
  readonly type: FileType;
  readonly bytes: number;
  /** waiting: nobody reads it until the scanner has. unscanned: there is no scanner. */
  readonly state: 'waiting' | 'unscanned';
}

/**
 * A candidate adds a document to a question. Its bytes stream into the store, encrypted, while they are told by their
 * content; what is no PDF, JPEG or PNG, or is too large, is gone again when this returns.
 *
 * Refusals: those of beginning an application, APPLICATION.NO_FILE, APPLICATION.NO_DOCUMENT_ASKED,
 * APPLICATION.TOO_MANY_DOCUMENTS, APPLICATION.FILE_LARGE, APPLICATION.FILE_EMPTY, APPLICATION.FILE_TYPE,
 * APPLICATION.FILE_NAME, APPLICATION.FILE_TRAILING, APPLICATION.FILE_PICTURE_SIZE.
 */
@Injectable()
export class AddDocument {
  constructor(
    private readonly database: Database,
    private readonly files: Files,
    private readonly saveAnswers: SaveAnswers,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async run(
    principal: Principal,
    competitionId: string,
    ruleCode: string,
    upload: Upload | undefined,
  ): Promise<Result<AddedDocument>> {
    if (!upload) return fault('NO_FILE', 'Choose a file.');
    const documentId = newId();
    const begun = await this.database.attempt(async (tx) => {
      const form = await this.saveAnswers.begin(tx, principal, competitionId);
      if (!form.ok) return form;
      const { id: applicationId, changeable } = form.value;
      const { rules } = await rulesOf(tx, competitionId);
      if (!changeable || !takesDocument(rules, ruleCode, changeable)) {
        return refuse('not-found', 'APPLICATION.NO_DOCUMENT_ASKED', 'No document is asked for here.');
      }
      const { own, all } = await countDocuments(tx, applicationId, ruleCode);
      if (own >= MOST_TO_A_RULE || all >= MOST_DOCUMENTS) {
        return fault('TOO_MANY_DOCUMENTS', 'There are as many documents as may be.');
      }
      const name = shownName(upload.name);
      await insertArriving(tx, { id: documentId, applicationId, ruleCode, name, keyId: this.files.keyId });
      return ok(undefined);
    });
    if (!begun.ok) return begun;
    const kept = await this.#keep(documentId, upload);
    if (!kept.ok) {
      await this.#giveUp(documentId);
      return kept;
    }
    const state = this.config.scanner ? 'waiting' : 'unscanned';
    const arrived = await markArrived(this.database.tx, documentId, kept.value, state);
    if (!arrived) throw new Error('A document took an hour to arrive.');
    const { type, bytes } = kept.value;
    return ok({ documentId, type, bytes, state });
  }

  /** Streams the bytes into the store. @returns what they are. */
  async #keep(
    documentId: string,
    upload: Upload,
  ): Promise<Result<{ type: FileType; bytes: number; hash: Buffer }>> {
    const check = new TypeCheck();
    const hash = createHash('sha256');
    let bytes = 0;
    const content = (async function* () {
      for await (const chunk of upload.content as AsyncIterable<Buffer>) {
        check.push(chunk);
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    })();
    try {
      await this.files.put(documentId, content);
    } catch (error) {
      await this.#giveUp(documentId);
      throw error;
    }
    if (upload.isCut()) return fault('FILE_LARGE', 'The file is too large.');
    const told = check.end();
    if (told.fault !== null)
      return fault(`FILE_${told.fault}`, 'This is no PDF, JPEG or PNG that can be taken.');
    if (!nameFits(shownName(upload.name), told.type)) {
      return fault('FILE_NAME', 'The name of the file does not fit what it is.');
    }
    return ok({ type: told.type, bytes, hash: hash.digest() });
  }

  /** Should this fail, the sweeper finds it. */
  async #giveUp(documentId: string): Promise<void> {
    const { tx } = this.database;
    await markRemoved(tx, documentId, 'refused');
    await this.files.delete(documentId);
    await markDestroyed(tx, documentId);
  }
}

const fault = (code: string, detail: string): { readonly ok: false; readonly refusal: Refusal } =>
  refuse('invalid', `APPLICATION.${code}`, detail, { fields: { file: `APPLICATION.${code}` } });
