import { DockerfileParser, Env, From, Instruction } from 'dockerfile-ast';

/** As much of a Dockerfile's stage as it takes to start what it starts. */
export interface DockerStage {
  readonly entryPoint?: StartInstruction;
  readonly command?: StartInstruction;
  readonly workingDirectory?: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Words in the exec form, `["python", "agent.py"]`; text in the shell form. */
export type StartInstruction = readonly string[] | string;

/**
 * The last stage, or the one called `target`. What the images below it say is not there.
 * @see https://docs.docker.com/reference/dockerfile/
 */
export function dockerStage(text: string, target?: string): DockerStage | undefined {
  const dockerfile = DockerfileParser.parse(text);
  const stages: { readonly from?: string; readonly name: string; readonly instructions: Instruction[] }[] = [];
  for (const instruction of dockerfile.getInstructions()) {
    if (instruction instanceof From) {
      const name = instruction.getBuildStage() ?? String(stages.length);
      stages.push({ from: instruction.getImage()?.toLowerCase(), name: name.toLowerCase(), instructions: [] });
    } else {
      stages.at(-1)?.instructions.push(instruction);
    }
  }
  let index = target === undefined ? stages.length - 1 : stages.findIndex(({ name }) => name === target.toLowerCase());
  if (!stages[index]) { return undefined; }
  const instructions: Instruction[] = [];
  // A stage goes on with what an earlier one has said.
  for (let stage = stages[index]; stage; stage = stages[index]) {
    const { from } = stage;
    instructions.unshift(...stage.instructions);
    index = stages.slice(0, index).findLastIndex(({ name }) => name === from);
  }
  return stageOf(instructions, dockerfile.getEscapeCharacter() === '`' ? '`' : '\\\\');
}

/** `escape`: the escape character, as a regular expression has it. */
function stageOf(instructions: readonly Instruction[], escape: string): DockerStage {
  const [entryPoint, command, workingDirectory] = ['ENTRYPOINT', 'CMD', 'WORKDIR'].map((keyword) => {
    const instruction = instructions.findLast((candidate) => candidate.getKeyword() === keyword);
    return instruction && argumentOf(instruction, escape);
  });
  const properties = instructions.flatMap((instruction) => instruction instanceof Env ? instruction.getProperties() : []);
  return {
    entryPoint: startInstruction(entryPoint),
    command: startInstruction(command),
    workingDirectory,
    environment: Object.fromEntries(properties.map((property) => [property.getName(), unquoted(property.getUnescapedValue() ?? '', escape)])),
  };
}

/** Not the library's getArgumentsContent(), which keeps an indented comment within continued lines. */
function argumentOf(instruction: Instruction, escape: string): string {
  const continued = new RegExp(`${escape}[ \\t]*(?:\\r?\\n(?:[ \\t]*(?:#.*)?\\r?\\n)*|$)`, 'g');
  return instruction.getTextContent().replace(continued, '').slice(instruction.getInstruction().length).trim();
}

/** Not the library's getJSONStrings(), which know neither \u0041, nor lines continued by a backtick, nor what follows the list. */
function startInstruction(argument: string | undefined): StartInstruction | undefined {
  try {
    const words: unknown = JSON.parse(argument ?? '');
    // Docker too takes what is no list of strings for the shell form.
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : argument;
  } catch {
    return argument;
  }
}

/** Not the library's getValue(), which keeps the quotes around a part of the value, as in `"/my bin":/bin`, and the escape in `"\$"`. */
function unquoted(value: string, escape: string): string {
  const quotedOrEscaped = new RegExp(`"((?:${escape}[^]|[^"${escape}])*)"|'([^']*)'|${escape}([^])`, 'g');
  return value.replace(quotedOrEscaped, (_, double?: string, single?: string, character?: string) => {
    return double?.replace(new RegExp(`${escape}(["$${escape}])`, 'g'), '$1') ?? single ?? character ?? '';
  });
}
