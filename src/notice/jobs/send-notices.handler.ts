import { Injectable } from '@nestjs/common';
import type { JobHandler } from '../../platform/index.js';
import { SendNotices } from '../use-cases/send-notices.js';
import { SEND_NOTICES, type SendNoticesPayload } from './send-notices.job.js';

@Injectable()
export class SendNoticesHandler implements JobHandler<SendNoticesPayload> {
  readonly job = SEND_NOTICES;

  constructor(private readonly sendNotices: SendNotices) {}

  async handle({ noticeIds }: SendNoticesPayload): Promise<void> {
    await this.sendNotices.run(noticeIds);
  }
}
