import { randomInt } from 'node:crypto';
import { Identity, interpreterArn, interpreterIdOf, SYSTEM_INTERPRETER_ID } from './identity.js';
import { Interpreter, InterpreterSettings, SeedInterpreter } from './interpreter.js';
import { ulids } from './ulids.js';
import { notFound, ServiceException } from '../operations/service-exception.js';

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** All code interpreters of the service. */
export class Interpreters {
  private readonly byId = new Map<string, Interpreter>();
  private readonly names = new Set<string>();
  private readonly nextPosition = ulids();

  public constructor(private readonly identity: Identity, seeds: readonly SeedInterpreter[], private readonly maximum: number) {
    for (const { id, ...settings } of seeds) {
      if (this.byId.has(id)) { throw new Error(`Two code interpreters have the id ${id}: give one of them another.`); }
      if (this.names.has(settings.name)) {
        throw new Error(`Two code interpreters have the name ${settings.name}: give one of them another.`);
      }
      this.add(id, settings, 'CUSTOM');
    }
    // Last, so that lists begin with it.
    this.add(SYSTEM_INTERPRETER_ID, { name: SYSTEM_INTERPRETER_ID, networkMode: 'SANDBOX' }, 'SYSTEM', '~');
  }

  /** By id or ARN. */
  public find(identifier: string): Interpreter {
    const found = this.byId.get(interpreterIdOf(identifier));
    if (!found) {
      const advice = `Create it with CreateCodeInterpreter, or use ${SYSTEM_INTERPRETER_ID}.`;
      throw notFound(`Code interpreter ${identifier} does not exist. ${advice}`);
    }
    return found;
  }

  /** Newest first, but for the service's own, which is always the first. */
  public list(type?: Interpreter['type']): Interpreter[] {
    return [...this.byId.values()]
      .filter((interpreter) => type === undefined || interpreter.type === type)
      .sort((one, other) => (one.position < other.position ? 1 : -1));
  }

  public create(settings: InterpreterSettings): Interpreter {
    if (this.names.has(settings.name)) {
      throw new ServiceException('ConflictException',
        `A code interpreter with the name ${settings.name} already exists. Choose another name.`);
    }
    if (this.names.size > this.maximum) {
      throw new ServiceException('ServiceQuotaExceededException',
        `There are ${this.maximum} code interpreters already, the most that an account may have. Delete some first.`);
    }
    return this.add(this.newId(settings.name), settings, 'CUSTOM');
  }

  public delete(interpreter: Interpreter): void {
    this.byId.delete(interpreter.id);
    this.names.delete(interpreter.name);
  }

  private add(
    id: string, { tags = {}, ...settings }: InterpreterSettings, type: Interpreter['type'], position = this.nextPosition(),
  ): Interpreter {
    const interpreter: Interpreter = {
      ...settings, id, arn: interpreterArn(this.identity, id), type, createdAt: new Date(), position, tags: new Map(Object.entries(tags)),
    };
    this.byId.set(id, interpreter);
    this.names.add(settings.name);
    return interpreter;
  }

  private newId(name: string): string {
    const random = Array.from({ length: 10 }, () => ALPHANUMERIC.charAt(randomInt(ALPHANUMERIC.length))).join('');
    const id = `${name}-${random}`;
    return this.byId.has(id) ? this.newId(name) : id;
  }
}
