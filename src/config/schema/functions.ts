import { Schema } from './schema';

/** The key of a map that is a CloudFormation function. */
export const FUNCTION_KEY = '^(?:Ref$|Fn::)';

const TEXT_FUNCTIONS: Readonly<Record<string, string>> = {
  'Ref': 'The id of a resource, a parameter, or a pseudo parameter such as AWS::Region.',
  'Fn::GetAtt': 'An attribute of a resource: [MyRole, Arn].',
  'Fn::ImportValue': 'The value that another stack exports.',
  'Fn::Sub': 'A text with ${Resource}, ${Resource.Attribute} and ${AWS::Region} in it.',
  'Fn::Join': 'Texts with a delimiter between them: ["-", [a, b]].',
  'Fn::Select': 'One item of a list: [0, [a, b]].',
  'Fn::FindInMap': 'A value of a mapping.',
  'Fn::If': 'One of two values, by a condition.',
  'Fn::Base64': 'A text in Base64.',
};
const LIST_FUNCTIONS: Readonly<Record<string, string>> = {
  'Fn::Split': 'The parts of a text: [",", "a,b"].',
  'Fn::GetAZs': 'The availability zones of a region.',
  'Fn::Cidr': 'Address blocks of an IP range.',
};

/** What is in the maps of functions is looked at where references are. */
function functionOf(names: Readonly<Record<string, string>>): Schema {
  return {
    type: 'object',
    title: 'A CloudFormation function',
    properties: Object.fromEntries(Object.entries(names).map(([name, description]) => [name, { description }])),
    additionalProperties: false,
    minProperties: 1,
    maxProperties: 1,
  };
}

export const LIST_FUNCTION_NAMES = Object.keys(LIST_FUNCTIONS);

export const textFunction = functionOf(TEXT_FUNCTIONS);
export const listFunction = functionOf({ ...TEXT_FUNCTIONS, ...LIST_FUNCTIONS });
