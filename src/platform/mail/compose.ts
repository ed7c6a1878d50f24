import MailComposer from 'nodemailer/lib/mail-composer';
import type { Letter } from './mailer.js';

/**
 * A letter as RFC 5322 text with CRLF. It says that nobody wrote it by hand (RFC 3834), so that no machine answers it, and
 * has the same Message-ID whenever it is made again.
 */
export async function compose(letter: Letter, from: string): Promise<Buffer> {
  const domain = /@([^>\s]+)>?$/.exec(from)?.[1] ?? 'localhost';
  return new MailComposer({
    from,
    to: { name: letter.to.name, address: letter.to.address },
    subject: letter.subject,
    text: letter.text,
    messageId: `<${letter.id}@${domain}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': letter.language },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}
