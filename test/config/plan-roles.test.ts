import { Template } from 'aws-cdk-lib/assertions';
import { fromText, propertiesOf } from './fixtures/helpers';

const ROLE = `
resources:
  Resources:
    Theirs:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] }
`;

describe('a role of resources:', () => {
  test('is taken by its ARN, and policies are attached to it by its name', () => {
    const front = fromText(`agents:\n  agent: { role: Theirs }\n${ROLE}`);
    expect(propertiesOf(front, front.config.agents.agent.runtime).RoleArn).toEqual({ 'Fn::GetAtt': ['Theirs', 'Arn'] });
    expect(attachedTo(front)).toEqual([{ 'Fn::Select': [1, { 'Fn::Split': ['/', expect.anything()] }] }]);
  });

  test('that has a path keeps its name', () => {
    const front = fromText(`agents:\n  agent: { role: !GetAtt Theirs.Arn }\n${ROLE}        Path: /a/b/\n`);
    expect(propertiesOf(front, front.config.agents.agent.runtime).RoleArn).toEqual({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':role/a/b/', { Ref: 'Theirs' }]],
    });
    expect(JSON.stringify(attachedTo(front))).toContain('"Ref":"Theirs"');
  });
});

test.each(['', '        Path: /a/b/\n'])('an interpreter gets another name when its role of resources: is replaced%j', (path) => {
  const nameWith = (property: string): string => {
    const front = fromText(`agents:\n  codeInterpreters: { analyzer: { role: Theirs } }\n${ROLE}${path}${property}`);
    return propertiesOf(front, front.config.codeInterpreters.analyzer).Name;
  };
  expect(nameWith('        RoleName: one\n')).not.toBe(nameWith('        RoleName: two\n'));
  expect(nameWith('        Description: one\n')).toBe(nameWith('        Description: two\n'));
});

function attachedTo({ stack }: ReturnType<typeof fromText>): unknown[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')).flatMap(({ Properties }) => Properties.Roles);
}
