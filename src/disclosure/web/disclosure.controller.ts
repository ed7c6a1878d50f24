import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { Controller, Get, HttpCode, Param, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { isUuid, type Refusal } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  RefusalError,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { sessionById } from '../../session/index.js';
import type { SessionHead } from '../domain/session-file.js';
import { disclosureOf } from '../store/disclosure-store.js';
import { DiscloseSession, papersOf } from '../use-cases/disclose-session.js';
import { sessionFile } from '../use-cases/session-papers.js';
import { DisclosedDto, DisclosureDto } from './dto/disclosure.dto.js';

const FILE = 'application/x-ndjson';
/** Anybody may ask, and each reads a whole session: the others wait, so that an exam beside it does not. */
const AT_ONCE = 2;

/** What is published of a session, at the level that its competition was announced with. */
@ApiTags('disclosure')
@Controller('api/v1/sessions/:sessionId')
export class DisclosureController {
  /** Files that are being read out now. */
  #underWay = 0;

  constructor(
    private readonly database: Database,
    private readonly discloseSession: DiscloseSession,
  ) {}

  @Get('disclosure')
  @Access.role(['exam-officer', 'auditor'], 'sessionId')
  @ApiOperation({ summary: 'How much of a session is published, and what is missing before more can be' })
  @ApiOkResponse({ type: DisclosureDto })
  async show(@Param('sessionId') sessionId: string): Promise<DisclosureDto> {
    return disclosureModel(this.database, this.discloseSession, sessionId);
  }

  @Post('disclosure')
  @HttpCode(200)
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Make the answer sheets public, by your name',
    description:
      'With answer keys and rules, without names. It cannot be taken back, and nobody is appointed afterwards.',
  })
  @ApiOkResponse({ type: DisclosedDto })
  async disclose(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<DisclosedDto> {
    return orThrow(await this.discloseSession.run(principal, sessionId));
  }

  @Get('session-file')
  @Access.anyone()
  @ApiOperation({
    summary: 'Everything needed to work out the results again',
    description:
      'JSON lines: rules and answer keys, then each answer sheet with its receipt. 404 DISCLOSURE.NOT_PUBLIC until a named ' +
      'officer has made it public. Save it with the draw’s bundle, and check both with `openmerit verify session`.',
  })
  @ApiProduces(FILE)
  @ApiOkResponse({ schema: { type: 'string' } })
  async publicFile(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @Param('sessionId') sessionId: string,
  ): Promise<StreamableFile> {
    const disclosure = isUuid(sessionId) ? await disclosureOf(this.database.tx, sessionId) : undefined;
    if (!disclosure) throw new RefusalError(NOT_PUBLIC);
    // A sheet can be removed: whoever keeps the file asks whether it is still so.
    void reply.header('cache-control', 'no-cache');
    return this.#file(request, reply, disclosure.head, false);
  }

  @Get('auditor-package')
  @Access.role(['auditor'], 'sessionId')
  @ApiOperation({
    summary: 'The same for an auditor, whole and before it is public',
    description:
      'Where the competition was announced with the level `auditor` or `public`, once results are released. With the ' +
      'languages of the papers, and nothing withheld. That you took it is on record.',
  })
  @ApiProduces(FILE)
  @ApiOkResponse({ schema: { type: 'string' } })
  async auditorPackage(
    @CurrentPrincipal() principal: Principal,
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @Param('sessionId') sessionId: string,
  ): Promise<StreamableFile> {
    const head = await this.database.transaction(async (tx) => {
      const session = await sessionById(tx, sessionId);
      const found = session && (await papersOf(tx, session));
      if (!found || found.competition.disclosure === 'commitments') throw new RefusalError(NOT_FOR_AUDITORS);
      if (!found.papers) throw new RefusalError(NOT_READY);
      await recordDecision(tx, principal, {
        action: 'auditor-package-taken',
        subject: sessionId,
        scopeId: sessionId,
      });
      return found.papers.head;
    });
    void reply.header('cache-control', 'no-store');
    return this.#file(request, reply, head, true);
  }

  #file(request: OpenMeritRequest, reply: OpenMeritReply, head: SessionHead, whole: boolean): StreamableFile {
    // Before any header of the file: a refusal is no file.
    if (this.#underWay >= AT_ONCE) throw new RefusalError(BUSY);
    this.#underWay += 1;
    void reply
      .header('vary', 'accept-encoding')
      .header('content-disposition', `attachment; filename="openmerit-session-${head.session}.jsonl"`);
    const lines = Readable.from(sessionFile(this.database.tx, { head, whole }), { objectMode: false });
    lines.once('close', () => {
      this.#underWay -= 1;
    });
    if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? ''))
      return new StreamableFile(lines, { type: FILE });
    void reply.header('content-encoding', 'gzip');
    // What fails on the way ends the answer, and what goes ends the reading.
    return new StreamableFile(
      pipeline(lines, createGzip(), () => undefined),
      { type: FILE },
    );
  }
}

/** As the API and the page tell it. @throws RefusalError DISCLOSURE.NO_SESSION. */
export async function disclosureModel(
  database: Database,
  discloseSession: DiscloseSession,
  sessionId: string,
): Promise<DisclosureDto> {
  const session = isUuid(sessionId) ? await sessionById(database.tx, sessionId) : undefined;
  const found = session && (await discloseSession.look(session));
  if (!found)
    throw new RefusalError({
      kind: 'not-found',
      code: 'DISCLOSURE.NO_SESSION',
      detail: 'There is no such session.',
    });
  const done = await disclosureOf(database.tx, sessionId);
  return {
    level: found.level,
    disclosedAt: done?.disclosedAt ?? null,
    official: done?.official ?? null,
    missing: done ? [] : found.missing,
  };
}

const NOT_PUBLIC: Refusal = {
  kind: 'not-found',
  code: 'DISCLOSURE.NOT_PUBLIC',
  detail: 'The answer sheets of this session are not public.',
};
const BUSY: Refusal = {
  kind: 'unavailable',
  code: 'DISCLOSURE.BUSY',
  detail: 'Others are fetching such a file.',
  retryAfter: 5,
};
const NOT_FOR_AUDITORS: Refusal = {
  kind: 'not-found',
  code: 'DISCLOSURE.NOT_PROMISED',
  detail: 'The competition was announced without an auditor’s package.',
};
const NOT_READY: Refusal = {
  kind: 'conflict',
  code: 'DISCLOSURE.NOT_RELEASED',
  detail: 'The results are not released, or the draw is not revealed.',
};
