import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentPrincipal, orThrow, PLATFORM_SCOPE, type Principal } from '../../platform/index.js';
import { CorrectEntry } from './correct-entry.js';
import { CorrectionDto, CorrectionStatedDto } from './correction.dto.js';

/** Correcting what was published, by a new entry. */
@ApiTags('registry')
@Controller('api/v1/registry/entries')
export class CorrectionController {
  constructor(private readonly correctEntry: CorrectEntry) {}

  @Post(':publicId/correction')
  @HttpCode(200)
  @Access.role(['administrator'], PLATFORM_SCOPE)
  @ApiOperation({
    summary: 'Correct an entry',
    description:
      'The entry is never edited: a new one with your name says what is wrong in it, what is right, and on what ground. ' +
      'Of each field the newest correction holds.',
  })
  @ApiOkResponse({ type: CorrectionStatedDto })
  async correct(
    @CurrentPrincipal() principal: Principal,
    @Param('publicId') publicId: string,
    @Body() { fields, ground }: CorrectionDto,
  ): Promise<CorrectionStatedDto> {
    const wish = { lines: fields, ground: ground.trim() };
    const made = orThrow(await this.correctEntry.run(principal, publicId, wish));
    return { fields: [...made.fields.map(({ field }) => field), ...Object.keys(made.personal)] };
  }
}
