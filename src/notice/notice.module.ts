import { Module } from '@nestjs/common';
import { CONFIG, Mailer, openMailer, type Config } from '../platform/index.js';
import { SendNoticesHandler } from './jobs/send-notices.handler.js';
import { EnqueueNotices } from './use-cases/enqueue-notices.js';
import { SendNotices } from './use-cases/send-notices.js';
import { SettleStuck } from './use-cases/settle-stuck.js';
import { NoticesController } from './web/notices.controller.js';
import { NoticesPages } from './web/notices.pages.js';

const providers = [EnqueueNotices, SendNotices, SendNoticesHandler, SettleStuck];

@Module({
  controllers: [NoticesController, NoticesPages],
  providers: [
    ...providers,
    { provide: Mailer, useFactory: (config: Config) => openMailer(config), inject: [CONFIG] },
  ],
  exports: providers,
})
export class NoticeModule {}
