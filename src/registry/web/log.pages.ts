import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Access,
  CONFIG,
  Database,
  SharedPage,
  Pages,
  type Config,
  type OpenMeritRequest,
} from '../../platform/index.js';
import { newestCheckpoint, newestCosigned, type StoredCheckpoint } from '../store/log-store.js';
import { lastCosignedStates } from '../store/log-witnesses.js';
import { LogKey } from '../use-cases/log-key.js';

/** The log for people: what it is, how it stands, and how anybody checks it. */
@ApiExcludeController()
@Controller('registry/log')
export class LogPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly key: LogKey,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Access.anyone()
  @SharedPage()
  async show(@Req() request: OpenMeritRequest): Promise<string> {
    const { tx } = this.database;
    const newest = await newestCheckpoint(tx);
    const witnesses = await lastCosignedStates(tx);
    return this.pages.html(request, 'registry/web/views/log.njk', {
      newest: readable(newest),
      cosigned: readable(await newestCosigned(tx)),
      witnesses,
      verifierKey: this.key.verifierText,
      origin: this.config.publicOrigin,
    });
  }
}

/** The root as the checkpoint writes it, so that the two can be compared by eye. */
const readable = (checkpoint: StoredCheckpoint | undefined) =>
  checkpoint && { ...checkpoint, root: checkpoint.root.toString('base64') };
