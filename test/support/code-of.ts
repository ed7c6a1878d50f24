import { ApiError } from '../../src/desk/round/api-client.js';

/** The code with which the API refuses, or 'done'. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
}
