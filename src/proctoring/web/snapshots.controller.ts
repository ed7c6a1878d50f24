import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentPrincipal, Database, type Principal } from '../../platform/index.js';
import { knownSession } from '../../session/index.js';
import { removalsOf } from '../store/removal-store.js';
import { SnapshotListDto, WatchRemovalListDto } from './dto/snapshot.dto.js';
import { snapshotSheet, type SnapshotSheet } from './snapshot-sheet.js';

/** Who opens snapshots: not those who only audit. */
export const SEES_SNAPSHOTS = ['proctor', 'exam-officer'];

/** Snapshots of candidates, as lists, and what was removed once its time was over. */
@ApiTags('proctoring')
@Controller('api/v1')
export class SnapshotsController {
  constructor(private readonly database: Database) {}

  @Get('sessions/:sessionId/sittings/:sittingId/snapshots')
  @Access.role(SEES_SNAPSHOTS, 'sessionId')
  @ApiOperation({
    summary: 'Snapshots of a sitting, and who has looked at them',
    description:
      'In the order in which they were taken. A picture lies at /sessions/{sessionId}/snapshots/{id}; opening it is on record.',
  })
  @ApiOkResponse({ type: SnapshotListDto })
  async ofSession(
    @Param('sessionId') sessionId: string,
    @Param('sittingId') sittingId: string,
  ): Promise<SnapshotListDto> {
    return listOf(await snapshotSheet(this.database.tx, sittingId, (one) => one.sessionId === sessionId));
  }

  @Get('sittings/:sittingId/snapshots')
  @Access.candidate()
  @ApiOperation({
    summary: 'Snapshots of you, and who has looked at them',
    description: 'A picture lies at /sittings/{sittingId}/snapshots/{id}.',
  })
  @ApiOkResponse({ type: SnapshotListDto })
  async own(
    @CurrentPrincipal() { personId }: Principal,
    @Param('sittingId') sittingId: string,
  ): Promise<SnapshotListDto> {
    return listOf(await snapshotSheet(this.database.tx, sittingId, (one) => one.personId === personId));
  }

  @Get('sessions/:sessionId/watch-removals')
  @Access.role([...SEES_SNAPSHOTS, 'auditor'], 'sessionId')
  @ApiOperation({
    summary: 'What was removed of a session once its time was over',
    description: 'Snapshots are counted when their bytes are gone.',
  })
  @ApiOkResponse({ type: WatchRemovalListDto })
  async removals(@Param('sessionId') sessionId: string): Promise<WatchRemovalListDto> {
    await knownSession(this.database.tx, sessionId);
    return { items: await removalsOf(this.database.tx, sessionId) };
  }
}

const listOf = ({ sitting, items, looks }: SnapshotSheet): SnapshotListDto => ({
  candidateNumber: sitting.candidateNumber,
  items,
  looks,
});
