import { Controller, Get, Header, Param, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  Access,
  CurrentPrincipal,
  orThrow,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { OwnRecord, type OwnRecordView } from '../use-cases/own-record.js';
import { OwnRecordDto } from './dto/own-record.dto.js';

/** The record as it is exported: what a page says where a part is empty is not a part of it. */
export const exportedRecord = ({ parts, ...record }: OwnRecordView): OwnRecordDto => ({
  ...record,
  parts: parts.map(({ name, title, rows, keptUntil, kept }) => ({
    name,
    title,
    rows: [...rows],
    keptUntil,
    kept,
  })),
});

const WHAT = 'With the notice that you agreed to, as it was shown. Times are UTC.';

@ApiTags('proctoring')
@Controller('api/v1')
export class OwnRecordController {
  constructor(private readonly ownRecord: OwnRecord) {}

  @Get('sittings/:sittingId/record')
  @Access.candidate()
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'What was recorded about you in your exam', description: WHAT })
  @ApiOkResponse({ type: OwnRecordDto })
  async ofSitting(
    @Req() { language }: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
  ): Promise<OwnRecordDto> {
    return exportedRecord(orThrow(await this.ownRecord.run(principal, { sittingId }, language)));
  }

  @Get('sessions/:sessionId/record')
  @Access.candidate()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'What was recorded about you in a session, also if you were not admitted or never began',
    description: WHAT,
  })
  @ApiOkResponse({ type: OwnRecordDto })
  async ofSession(
    @Req() { language }: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<OwnRecordDto> {
    return exportedRecord(orThrow(await this.ownRecord.run(principal, { sessionId }, language)));
  }
}
