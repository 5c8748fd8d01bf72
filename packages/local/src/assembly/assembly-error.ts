/** A cloud assembly cannot be read. The message names the file and what to do. */
export class AssemblyError extends Error {
  public override readonly name = 'AssemblyError';
}
