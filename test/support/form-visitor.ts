import supertest from 'supertest';
import { DEMONSTRATION_PASSWORD } from '../../src/setup/demonstration-password.js';
import type { TestPlatform } from './platform.js';

/** Somebody who is signed in and sends the forms of pages as a browser without scripts does. */
export class FormVisitor {
  readonly #agent;

  private constructor(platform: TestPlatform) {
    this.#agent = supertest.agent(platform.base);
  }

  static async signedIn(platform: TestPlatform, signIn: string): Promise<FormVisitor> {
    const visitor = new FormVisitor(platform);
    await visitor.send('/sign-in', { signIn, password: DEMONSTRATION_PASSWORD });
    return visitor;
  }

  /** Opens a page and sends its form to the same address. */
  async send(
    path: string,
    values: Readonly<Record<string, string>>,
  ): Promise<{ status: number; text: string }> {
    const { text: page } = await this.#agent.get(path).expect(200);
    const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(page) ?? [];
    const { status, text } = await this.#agent
      .post(path)
      .type('form')
      .send({ _csrf: token, ...values });
    return { status, text };
  }

  /** What a page shows. */
  async page(path: string): Promise<string> {
    return (await this.#agent.get(path).expect(200)).text;
  }

  /** Opens a page and sends its form with a file to the same address. */
  async upload(
    path: string,
    values: Readonly<Record<string, string>>,
    file: { readonly name: string; readonly content: Buffer },
  ): Promise<{ status: number; text: string; location: string | undefined }> {
    const page = await this.page(path);
    const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(page) ?? [];
    const request = this.#agent.post(path).redirects(0).field('_csrf', token);
    for (const [name, value] of Object.entries(values)) void request.field(name, value);
    const { status, text, headers } = await request.attach(file.name, file.content, 'file.csv');
    return { status, text, location: headers['location'] };
  }
}
