import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Access,
  Page,
  Pages,
  TRANSLATOR,
  type OpenMeritRequest,
  type Translator,
  dataBlock,
} from '../../platform/index.js';

/** Scripts of the languages that are not written in Latin letters. */
const LETTERS: Readonly<Record<string, string>> = {
  ru: '\\p{Script=Cyrillic}',
  kk: '\\p{Script=Cyrillic}',
};

/** Whether an exam can be sat on the device that asks: for anybody, before the day. */
@ApiExcludeController()
@Controller('device-check')
export class DeviceCheckPages {
  constructor(
    private readonly pages: Pages,
    @Inject(TRANSLATOR) private readonly translator: Translator,
  ) {}

  @Get()
  @Access.anyone()
  @Page()
  check(@Req() request: OpenMeritRequest): string {
    const { language } = request;
    const setup = {
      language,
      words: { [language]: this.translator.bundle(language, 'device')['page'] },
      letters: LETTERS[language] ?? '\\p{Script=Latin}',
    };
    return this.pages.html(request, 'sitting/web/views/device-check.njk', {
      setup: dataBlock(setup),
    });
  }
}
