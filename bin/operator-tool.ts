/** What the operator's tools have in common: how they print, and how they end. */

/** The command line is not one that the tool knows. */
export class UsageError extends Error {}

export function print(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

/** Exit code 2 for a wrong command line, with the usage; 1 for what failed, in one sentence and without a stack. */
export async function runTool(name: string, usage: string, main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    const isUsage = error instanceof UsageError;
    const failure = `${name}: ${error instanceof Error ? error.message : 'failed'}`;
    process.stderr.write(`${isUsage ? usage : failure}\n`);
    process.exitCode = isUsage ? 2 : 1;
  }
}
