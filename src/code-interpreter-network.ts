export class CodeInterpreterNetwork {}
