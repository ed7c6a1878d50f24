import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { refuse } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  Page,
  Pages,
  PLATFORM_SCOPE,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
  seeOther,
} from '../../platform/index.js';
import { personalEntry, type PersonalEntry } from '../../registry/index.js';
import { foundEntry, SHORTEST_GROUND } from '../entry-act.js';
import { RemovePersonal } from './remove-personal.js';

const VIEW = 'desk/web/views/removal.njk';

class RemovalFormDto extends FormDto {
  @IsString() @MaxLength(500) ground!: string;
}

/** Removing a name from the registry, by a page that says what stays and what goes. */
@ApiExcludeController()
@Controller('registry/entries/:publicId/removal')
export class RemovalPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly removePersonal: RemovePersonal,
  ) {}

  @Get()
  @Access.role(['administrator'], PLATFORM_SCOPE)
  @Page()
  async show(@Req() request: OpenMeritRequest, @Param('publicId') publicId: string): Promise<string> {
    return this.pages.html(request, VIEW, { entry: await this.#entry(publicId) });
  }

  @Post()
  @Access.role(['administrator'], PLATFORM_SCOPE)
  @Page()
  async remove(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('publicId') publicId: string,
    @Body() { ground }: RemovalFormDto,
  ): Promise<string> {
    const entry = await this.#entry(publicId);
    const result =
      ground.trim().length < SHORTEST_GROUND
        ? refuse('invalid', 'REQUEST.INVALID', '', { fields: { ground: 'REGISTRY.GROUND_SHORT' } })
        : await this.removePersonal.run(principal, publicId, ground.trim());
    if (!result.ok)
      return this.pages.refused(request, reply, VIEW, { entry, values: { ground } }, result.refusal);
    return seeOther(reply, `/registry/entries/${publicId}`);
  }

  async #entry(publicId: string): Promise<PersonalEntry> {
    return foundEntry(await personalEntry(this.database.tx, publicId));
  }
}
