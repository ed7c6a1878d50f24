export type Place = readonly (string | number)[];

/**
 * A fault of a model: what is wrong and where in its file. Thrown within the engine, which is many calls deep, and
 * returned by its door.
 */
export class ModelError extends Error {
  constructor(
    message: string,
    readonly place: Place = [],
  ) {
    super(message);
  }
}

/** Runs a part of a model; what goes wrong in it is told with the place of that part. */
export function at<T>(place: Place, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof ModelError) throw new ModelError(error.message, [...place, ...error.place]);
    if (error instanceof RangeError) throw new ModelError(error.message, place);
    throw error;
  }
}
