import { Token } from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';
import { configurationError, shown } from './errors';

const MAX_VARIABLES = 50;
const MAX_VALUE_LENGTH = 2048;
const KEY_PATTERN = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** The environment variables of an agent, each set once. */
export class Environment {
  public readonly variables: { [name: string]: string } = {};
  private readonly setBy: { [name: string]: string } = {};

  constructor(private readonly scope: IConstruct) {}

  /** @param setBy what sets the variable, as the user calls it */
  public add(name: string, value: string, setBy: string): void {
    this.validate(name, value);
    if (Object.hasOwn(this.variables, name)) {
      throw configurationError(this.scope, 'EnvironmentVariableClash',
        `environment variable ${name} is set by ${this.setBy[name]} and by ${setBy}; give one of them another name`);
    }
    if (Object.keys(this.variables).length >= MAX_VARIABLES) {
      throw configurationError(this.scope, 'TooManyEnvironmentVariables',
        `an agent has at most ${MAX_VARIABLES} environment variables, those of its tools included, got one more: ${name}; remove some`);
    }
    this.variables[name] = value;
    this.setBy[name] = setBy;
  }

  private validate(name: string, value: string): void {
    if (Token.isUnresolved(name) || !KEY_PATTERN.test(name)) {
      throw configurationError(this.scope, 'InvalidEnvironmentVariableName',
        `the name of an environment variable must be letters, digits and underscores, not starting with a digit, got: ${shown(name)}`
        + '; change it');
    }
    if (Token.isUnresolved(value)) { return; }
    if (typeof value !== 'string') { // such as process.env.X where there is no X
      throw configurationError(this.scope, 'InvalidEnvironmentVariableValue',
        `the value of environment variable ${name} must be a text, got: ${shown(value)}; give one, or leave the variable out`);
    }
    if (value.length > MAX_VALUE_LENGTH) {
      throw configurationError(this.scope, 'InvalidEnvironmentVariableValue',
        `the value of environment variable ${name} must have at most ${MAX_VALUE_LENGTH} characters, got: ${value.length}`
        + '; put it into a parameter or a file, and pass where it is');
    }
  }
}
