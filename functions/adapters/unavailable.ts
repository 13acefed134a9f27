/** Something we stand on did not answer, or not in time: nobody's mistake at the desk, and no defect in the code. */
export class UnavailableError extends Error {}

/** The AWS SDK marks what it threw, also where nothing came back. */
export const isUnavailable = (error: unknown): boolean =>
  error instanceof UnavailableError || (error instanceof Error && '$metadata' in error);
