import { Token } from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';
import { configurationError, shown } from './errors';
import { NAME_PATTERN } from './service';

const TAG_PATTERN = /^[a-zA-Z0-9\s._:/=+@-]*$/;
const MAX_TAGS = 50;

/** @param property how the user calls it; its capitalized form ends the error's code */
export function validateName(scope: IConstruct, property: string, name: string): void {
  if (Token.isUnresolved(name) || NAME_PATTERN.test(name)) { return; }
  throw configurationError(scope, `Invalid${capitalized(property)}`,
    `${property} must start with a letter and have at most 48 letters, digits and underscores, got: ${shown(name)}`
    + '; change it, or leave it out to have a valid name generated');
}

export function validateLength(scope: IConstruct, property: string, value: string | undefined, max: number): void {
  if (value === undefined || Token.isUnresolved(value) || (value.length >= 1 && value.length <= max)) { return; }
  throw configurationError(scope, `Invalid${capitalized(property)}`,
    `${property} must have 1 to ${max} characters, got ${value.length}: ${shown(value)}; `
    + (value.length === 0 ? 'leave it out to have none' : 'shorten it'));
}

export function validateTags(scope: IConstruct, tags: { [key: string]: string } | undefined): void {
  const entries = Object.entries(tags ?? {});
  if (entries.length > MAX_TAGS) {
    throw configurationError(scope, 'TooManyTags', `tags must have at most ${MAX_TAGS} entries, got: ${entries.length}; remove some`);
  }
  for (const [key, value] of entries) {
    validateTagPart(scope, `tag key ${shown(key)}`, key, 1, 128);
    validateTagPart(scope, `the value of tag ${shown(key)}`, value, 0, 256);
  }
}

function validateTagPart(scope: IConstruct, what: string, text: string, min: number, max: number): void {
  if (Token.isUnresolved(text)) { return; }
  if (typeof text !== 'string' || text.length < min || text.length > max || !TAG_PATTERN.test(text)) {
    throw configurationError(scope, 'InvalidTag',
      `${what} must have ${min} to ${max} letters, digits, spaces and characters of ._:/=+@-, got: ${shown(text)}; change it`);
  }
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
