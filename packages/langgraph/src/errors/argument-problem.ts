/** An argument that the model has to change. Its message is what the model reads. */
export class ArgumentProblem extends Error {
  public override readonly name = 'ArgumentProblem';
}
