import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Access, CONFIG, type Config } from '../../platform/index.js';

/**
 * The service worker of exams, at an address of its own: a worker governs what lies below its address, and the assets'
 * folder has no pages. Its name has no hash, so nobody may keep it without asking.
 */
@ApiExcludeController()
@Controller()
export class ExamWorkerController {
  #script: string | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  @Get('exam-worker.js')
  @Access.anyone()
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('cache-control', 'no-cache')
  worker(): string {
    this.#script ??= readFileSync(this.#file(), 'utf8');
    return this.#script;
  }

  #file(): string {
    const folder = path.join(this.config.projectDir, 'dist', 'assets');
    const manifest = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as Record<
      string,
      string
    >;
    return path.join(folder, manifest['exam-worker.js'] ?? '');
  }
}
