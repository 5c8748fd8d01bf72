/** The Python environment could not be made. The message says what to do. */
export class SetupError extends Error {
  public override readonly name = 'SetupError';
}
