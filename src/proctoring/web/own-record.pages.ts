import { Controller, Get, Header, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Access,
  CurrentPrincipal,
  orThrow,
  Page,
  Pages,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { OwnRecord, type RecordWish } from '../use-cases/own-record.js';
import { exportedRecord } from './own-record.controller.js';

/** What was recorded about a candidate in a session: for them to read, to print and to take along. */
@ApiExcludeController()
@Controller()
export class OwnRecordPages {
  constructor(
    private readonly pages: Pages,
    private readonly ownRecord: OwnRecord,
  ) {}

  @Get('sittings/:sittingId/record')
  @Access.candidate()
  @Page()
  async ofSitting(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
  ): Promise<string> {
    return this.#show(request, principal, { sittingId });
  }

  @Get('sessions/:sessionId/record')
  @Access.candidate()
  @Page()
  async ofSession(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<string> {
    return this.#show(request, principal, { sessionId });
  }

  @Get('sittings/:sittingId/record.json')
  @Access.candidate()
  @Header('content-type', 'application/json; charset=utf-8')
  @Header('cache-control', 'no-store')
  async fileOfSitting(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
  ): Promise<string> {
    return this.#file(request, reply, principal, { sittingId });
  }

  @Get('sessions/:sessionId/record.json')
  @Access.candidate()
  @Header('content-type', 'application/json; charset=utf-8')
  @Header('cache-control', 'no-store')
  async fileOfSession(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<string> {
    return this.#file(request, reply, principal, { sessionId });
  }

  @Get('sessions/:sessionId/record/notices/:version')
  @Access.candidate()
  @Page()
  async notice(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('version') version: string,
  ): Promise<string> {
    const number = /^\d{1,9}$/.test(version) ? Number(version) : 0;
    const notice = orThrow(await this.ownRecord.notice(principal, sessionId, number));
    return this.pages.html(request, 'proctoring/web/views/kept-notice.njk', { notice, sessionId });
  }

  async #show(request: OpenMeritRequest, principal: Principal, wish: RecordWish): Promise<string> {
    const record = orThrow(await this.ownRecord.run(principal, wish, request.language));
    const parts = record.parts.map((part) => ({
      ...part,
      rows: part.rows.map((row) => ({ ...row, lasted: this.#lasted(request.language, row.lastedMs) })),
    }));
    return this.pages.html(request, 'proctoring/web/views/own-record.njk', { record: { ...record, parts } });
  }

  async #file(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    principal: Principal,
    wish: RecordWish,
  ): Promise<string> {
    const record = orThrow(await this.ownRecord.run(principal, wish, request.language));
    const name = `openmerit-record-${record.candidateNumber ?? record.sessionId}.json`;
    void reply.header('content-disposition', `attachment; filename="${name}"`);
    return `${JSON.stringify(exportedRecord(record), null, 2)}\n`;
  }

  /** "2 minutes 5 seconds"; null where there is no length to tell. */
  #lasted(language: string, milliseconds: number | null): string | null {
    if (milliseconds === null) return null;
    const seconds = Math.round(milliseconds / 1000);
    if (seconds === 0) return this.pages.t(language, 'watch:lasted.short');
    const parts: [string, number][] = [
      ['common:time.minutes', Math.floor(seconds / 60)],
      ['watch:lasted.seconds', seconds % 60],
    ];
    return parts
      .flatMap(([key, count]) => (count > 0 ? [this.pages.t(language, key, { count })] : []))
      .join(' ');
  }
}
