import type { Config } from '../config/config.js';
import { FolderMailer } from './folder-mailer.js';
import type { Mailer } from './mailer.js';
import { SmtpMailer } from './smtp-mailer.js';

export const openMailer = ({ smtpUrl, mailFrom, mailDir }: Config): Mailer =>
  smtpUrl === undefined ? new FolderMailer(mailDir, mailFrom) : new SmtpMailer(smtpUrl, mailFrom);
