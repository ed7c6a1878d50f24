import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Access,
  Database,
  SharedPage,
  Pages,
  RefusalError,
  type OpenMeritRequest,
} from '../../platform/index.js';
import { RECEIPT_FACT } from '../../sitting/facts.js';
import {
  APPOINTMENT_FACT,
  DIRECT_APPOINTMENT_FACT,
  IMPORTED_APPOINTMENT_FACT,
  TENURE_ENDED_FACT,
} from '../../appointment/facts.js';
import type { CorrectionLine } from '../domain/corrections.js';
import { CORRECTION_FACT, SIGNING_KEY_FACT } from '../facts.js';
import { ENTRY_TYPES, type EntryType } from '../domain/entry-types.js';
import { chunkByHash, entryByPublicId, type EntryView } from '../store/entry-store.js';
import { placeInLog } from '../store/log-witnesses.js';
import { personalEntry, tombstoneOf } from '../store/removal-store.js';
import { isCorrectable } from '../domain/corrections.js';
import { appointmentEntryOf, tenureEndOf } from '../store/tenure-store.js';
import { FindEntries } from '../use-cases/find-entries.js';
import { RegistryQueryDto } from './dto/registry.dto.js';
import { fieldWords, valueWords } from './field-words.js';

const LIST = 'registry/web/views/registry.njk';
// Thousands of receipts would bury what people look for, and keys are for programs; whoever wants them asks for their kind.
// The index registry_entry_read has all but these two.
export const FOR_READERS: readonly EntryType[] = ENTRY_TYPES.filter(
  (type) => type !== RECEIPT_FACT && type !== SIGNING_KEY_FACT,
);
/** Kinds that name somebody who holds a post, until it ends. */
const APPOINTMENTS: ReadonlySet<string> = new Set([
  APPOINTMENT_FACT,
  DIRECT_APPOINTMENT_FACT,
  IMPORTED_APPOINTMENT_FACT,
]);
const SEARCH_FIELDS = ['type', 'name', 'agency', 'post', 'competition', 'from', 'until'] as const;

/** The public registry: no account, stable pages, an address for each entry. */
@ApiExcludeController()
@Controller('registry')
export class RegistryPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly findEntries: FindEntries,
  ) {}

  @Get()
  @Access.anyone()
  @SharedPage()
  async list(@Req() request: OpenMeritRequest, @Query() query: RegistryQueryDto): Promise<string> {
    const found = await this.findEntries.run(query, FOR_READERS);
    const search = new URLSearchParams(
      SEARCH_FIELDS.flatMap((field) => (query[field] ? [[field, query[field]]] : [])),
    ).toString();
    const model = {
      query,
      types: ENTRY_TYPES,
      searching: search !== '',
      firstHref: `/registry?${search}`,
    };
    if (!found.ok) {
      const fields = found.refusal.fields ?? {};
      return this.pages.html(request, LIST, {
        ...model,
        items: [],
        errors: Object.entries(fields).map(([field, code]) => ({
          field,
          text: this.pages.words(request, code, found.refusal),
          href: `#${field}`,
        })),
      });
    }
    const { items, nextCursor } = found.value;
    return this.pages.html(request, LIST, {
      ...model,
      items,
      nextHref: nextCursor ? `/registry?${search ? `${search}&` : ''}cursor=${nextCursor}` : null,
    });
  }

  @Get('entries/:publicId')
  @Access.anyone()
  @SharedPage()
  async show(@Req() request: OpenMeritRequest, @Param('publicId') publicId: string): Promise<string> {
    const entry = await entryByPublicId(this.database.tx, publicId);
    if (!entry) {
      throw new RefusalError({
        code: 'REGISTRY.NOT_FOUND',
        kind: 'not-found',
        detail: 'The registry has no such entry.',
      });
    }
    const { listHash } = entry.shown as { listHash?: string };
    const { tx } = this.database;
    const { type, subject } = entry.fact;
    return this.pages.html(request, 'registry/web/views/entry.njk', {
      entry,
      list: listHash ? await chunkByHash(this.database.tx, listHash) : undefined,
      tombstone: await tombstoneOf(tx, publicId),
      corrected: this.#corrected(request, entry),
      correctable: isCorrectable(entry),
      removable: request.principal ? ((await personalEntry(tx, publicId))?.fields.length ?? 0) > 0 : false,
      ended: APPOINTMENTS.has(type) ? await tenureEndOf(tx, subject) : undefined,
      appointment: type === TENURE_ENDED_FACT ? await appointmentEntryOf(tx, subject) : undefined,
      factText: JSON.stringify(entry.fact, null, 2),
      log: await placeInLog(this.database.tx, entry.seq),
    });
  }

  /** What a correction says, in words: a personal field has none for what was published, so that none can be left behind. */
  #corrected(request: OpenMeritRequest, { type, shown, personName }: EntryView) {
    if (type !== CORRECTION_FACT) return [];
    const { t } = this.pages;
    const { fields, personal } = shown as unknown as { fields: CorrectionLine[]; personal: string[] };
    return [
      ...personal.map((name) => ({
        field: fieldWords(t, request.language, name),
        published: t(request.language, 'registry:correction.seeEntry'),
        correct: personName ?? t(request.language, 'registry:removed'),
      })),
      ...fields.map(({ field, published, correct }) => ({
        field: fieldWords(t, request.language, field),
        published: valueWords(t, request.language, published),
        correct: valueWords(t, request.language, correct),
      })),
    ];
  }
}
