import { Module } from '@nestjs/common';
import { DiscloseSession } from './use-cases/disclose-session.js';
import { DisclosureController } from './web/disclosure.controller.js';
import { DisclosurePages } from './web/disclosure.pages.js';

/** What is published of an exam beyond its commitments: the auditor's package, and public answer sheets. */
@Module({
  controllers: [DisclosureController, DisclosurePages],
  providers: [DiscloseSession],
})
export class DisclosureModule {}
