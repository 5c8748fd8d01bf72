/** Closes what was opened, latest first, whatever goes wrong on the way. */
export class ClosingOrder {
  private readonly steps: { readonly name: string; readonly close: () => Promise<void> }[] = [];
  private closing?: Promise<void>;

  public add(name: string, close: () => Promise<void>): void {
    this.steps.push({ name, close });
  }

  /** May be called more than once. Rejects with all that went wrong, after everything was tried. */
  public close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  private async closeAll(): Promise<void> {
    const problems: Error[] = [];
    for (const { name, close } of this.steps.reverse()) {
      try {
        await close();
      } catch (error) {
        problems.push(new Error(`${name} could not be closed: ${(error as Error).message}`, { cause: error }));
      }
    }
    if (problems.length === 1) { throw problems[0]; }
    if (problems.length > 1) { throw new AggregateError(problems, problems.map(({ message }) => message).join('; ')); }
  }
}
