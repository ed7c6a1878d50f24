import { Controller, Get, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { GENERAL_PROFILE, newestProfile } from '../../people/index.js';
import { Access, Database, Pages, SharedPage, type OpenMeritRequest } from '../../platform/index.js';
import { privacyRows } from './privacy-rows.js';

/** What the platform keeps about whom, for how long, and who sees it: one page, for anybody. */
@ApiExcludeController()
@Controller('privacy')
export class PrivacyPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
  ) {}

  @Get()
  @Access.anyone()
  @SharedPage()
  async show(@Req() request: OpenMeritRequest): Promise<string> {
    const profile = (await newestProfile(this.database.tx)) ?? GENERAL_PROFILE;
    return this.pages.html(request, 'desk/web/views/privacy.njk', { kept: privacyRows(profile), profile });
  }
}
