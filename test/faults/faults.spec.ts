import { describe, expect, it } from '@jest/globals';
import { PROJECT_DIR } from '../../src/app.js';
import { seededGenerator, sha256 } from '../../src/kernel/index.js';
import { planFaults } from './support/faults.js';
import { faultyExam } from './support/faulty-exam.js';

const LONG = process.env['OPENMERIT_LONG'] === '1';
const KILLS = LONG ? 50 : 5;
const SEED = process.env['OPENMERIT_FAULTS_SEED'] ?? '1';
// Part of a name, to try one kind of fault alone.
const ONLY = process.env['OPENMERIT_FAULTS_ONLY'] ?? '';
const REPEAT = `OPENMERIT_FAULTS_SEED=${SEED} ${LONG ? 'OPENMERIT_LONG=1 ' : ''}npm test -- --selectProjects faults`;

describe('an exam during which everything fails', () => {
  it(`loses nothing that was acknowledged, in ${String(KILLS)} kills`, async () => {
    const faults = planFaults(KILLS, seededGenerator(sha256(`plan ${SEED}`))).filter(({ name }) =>
      name.includes(ONLY),
    );
    const exam = await faultyExam({
      projectDir: PROJECT_DIR,
      seed: SEED,
      faults,
      candidates: LONG ? 1500 : 200,
    });
    expect({ repeat: REPEAT, wrong: exam.wrong }).toEqual({ repeat: REPEAT, wrong: [] });
  }, 1_800_000);
});
