import { Controller, Get, Param, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  Page,
  Pages,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { hasRole, scopeChain } from '../../people/index.js';
import { sessionInCompetition } from '../../session/index.js';
import { removalsOf } from '../store/removal-store.js';
import { OpenSnapshot, type OpenedSnapshot } from '../use-cases/open-snapshot.js';
import { RULES_ON_INCIDENTS } from './incidents.controller.js';
import { snapshotSheet } from './snapshot-sheet.js';
import { SEES_SNAPSHOTS } from './snapshots.controller.js';

/** Snapshots as a contact sheet and one by one: for a session's proctors and officers, and for the candidate. */
@ApiExcludeController()
@Controller()
export class SnapshotsPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly openSnapshot: OpenSnapshot,
  ) {}

  @Get('sessions/:sessionId/sittings/:sittingId/snapshots')
  @Access.role(SEES_SNAPSHOTS, 'sessionId')
  @Page()
  async ofSession(
    @Req() request: OpenMeritRequest,
    @Param('sessionId') sessionId: string,
    @Param('sittingId') sittingId: string,
  ): Promise<string> {
    const { tx } = this.database;
    return this.pages.html(request, 'proctoring/web/views/snapshots.njk', {
      ...(await snapshotSheet(tx, sittingId, (sitting) => sitting.sessionId === sessionId)),
      ...(await sessionInCompetition(tx, sessionId)),
      pictures: `/sessions/${sessionId}/snapshots`,
    });
  }

  @Get('sittings/:sittingId/snapshots')
  @Access.candidate()
  @Page()
  async own(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
  ): Promise<string> {
    const { tx } = this.database;
    const sheet = await snapshotSheet(tx, sittingId, (sitting) => sitting.personId === principal.personId);
    return this.pages.html(request, 'proctoring/web/views/snapshots.njk', {
      ...sheet,
      ...(await sessionInCompetition(tx, sheet.sitting.sessionId)),
      isOwn: true,
      pictures: `/sittings/${sittingId}/snapshots`,
    });
  }

  @Get('sessions/:sessionId/watch/removals')
  @Access.role([...SEES_SNAPSHOTS, 'auditor'], 'sessionId')
  @Page()
  async removals(@Req() request: OpenMeritRequest, @Param('sessionId') sessionId: string): Promise<string> {
    const { tx } = this.database;
    return this.pages.html(request, 'proctoring/web/views/watch-removals.njk', {
      ...(await sessionInCompetition(tx, sessionId)),
      removals: await removalsOf(tx, sessionId),
    });
  }

  @Get('sessions/:sessionId/snapshots/:snapshotId')
  @Access.role([...SEES_SNAPSHOTS, ...RULES_ON_INCIDENTS], 'sessionId')
  async picture(
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('snapshotId') snapshotId: string,
  ): Promise<StreamableFile> {
    const chain = await scopeChain(this.database.tx, sessionId);
    const evidenceAlone = !hasRole(principal.grants, SEES_SNAPSHOTS, chain);
    const opened = await this.openSnapshot.ofSession(principal, sessionId, snapshotId, evidenceAlone);
    return send(reply, orThrow(opened));
  }

  @Get('sittings/:sittingId/snapshots/:snapshotId')
  @Access.candidate()
  async ownPicture(
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
    @Param('snapshotId') snapshotId: string,
  ): Promise<StreamableFile> {
    return send(reply, orThrow(await this.openSnapshot.own(principal, sittingId, snapshotId)));
  }
}

/** A picture as a picture and nothing else, whatever a browser would make of its bytes; no copy of it is kept. */
function send(reply: OpenMeritReply, { content, bytes }: OpenedSnapshot): StreamableFile {
  void reply
    .header('cache-control', 'no-store')
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox");
  return new StreamableFile(content, { type: 'image/jpeg', length: bytes, disposition: 'inline' });
}
