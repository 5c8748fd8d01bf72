import { interpreter } from './validation-helpers';

const statement = (lines: string): string[] => interpreter(`role: { statements: [{ ${lines} }] }`).map((problem) => problem.replace('role.statements[0]', ''));

describe('roles', () => {
  test.each([
    ['role: arn:aws:iam::111122223333:role/path/Name'], ['role: arn:aws-us-gov:iam::111122223333:role/Name'], ['role: MyRole'], ['role: !Ref A'],
    ['role: !GetAtt A.Arn'], ['role: !ImportValue a'], ['role: !Sub "arn:${AWS::Partition}:iam::1:role/x"'], ['role: !Join ["", [a, b]]'], ['role: {}'],
    ['role: { name: "a_+=,.@-b", permissionsBoundary: !Ref A }'], [`role: { name: ${'x'.repeat(64)} }`],
    ['role: { managedPolicies: [arn:aws:iam::aws:policy/service-role/X, arn:aws:iam::111122223333:policy/X, !Ref P] }'],
    [`role: { managedPolicies: [${Array.from({ length: 20 }, () => '!Ref A').join()}] }`],
  ])('%s is fine', (lines) => expect(interpreter(lines)).toEqual([]));

  const POLICY = 'the ARN of a policy (arn:…:iam::<account or aws>:policy/<name>), or a CloudFormation function';
  const ROLE = 'the ARN of a role (arn:…:iam::<account>:role/<name>), a logical id, a CloudFormation function, or a map of additions';
  test.each([
    ['role: my-role', `role: got "my-role", allowed: ${ROLE}`],
    ['role: arn:aws:iam::1:role/x', `role: got "arn:aws:iam::1:role/x", allowed: ${ROLE}`],
    ['role: 5', 'role: got 5, expected a text or a map'],
    ['role: { Name: x }', 'role: unknown key "Name"; did you mean "name"?'],
    ['role: { managedPolicyArns: [] }', 'role: unknown key "managedPolicyArns"; write managedPolicies'],
    ['role: { name: "a b" }', 'role.name: got "a b", allowed: 1 to 64 letters, digits and characters of _+=,.@-'],
    [`role: { name: ${'x'.repeat(65)} }`, `role.name: got "${'x'.repeat(65)}", allowed: 1 to 64 letters, digits and characters of _+=,.@-`],
    ['role: { managedPolicies: [AmazonS3ReadOnlyAccess] }', `role.managedPolicies[0]: got "AmazonS3ReadOnlyAccess", allowed: ${POLICY}`],
    [`role: { managedPolicies: [${Array.from({ length: 21 }, () => '!Ref A').join()}] }`, 'role.managedPolicies: got 21 entries, allowed: at most 20; remove some'],
    ['role: { permissionsBoundary: x }', `role.permissionsBoundary: got "x", allowed: ${POLICY}`],
  ])('fails for %s', (lines, problem) => expect(interpreter(lines)).toEqual([problem]));
});

describe('statements', () => {
  test.each([
    ['Effect: Allow, Action: "*", Resource: "*"'], ['Effect: Deny, NotAction: [s3:*, s3:Get*], NotResource: [!GetAtt A.Arn, arn:aws:s3:::x/*]'],
    ['Sid: A1, Effect: Allow, Action: s3:GetObject, Resource: !Split [",", a]'],
    ['Effect: Allow, Action: s3:GetObject, Resource: "*", Condition: { Bool: { a: true }, NumericLessThan: { b: 5 }, StringEquals: { c: x, d: [x, !Ref Y], e: !Ref Z } }'],
  ])('%s is fine', (lines) => expect(statement(lines)).toEqual([]));

  test.each([
    ['StringLikes', 'IAM has no condition operator "StringLikes"; did you mean StringLike?'],
    ['ForAnyValue:ArnLikeIfExist', 'IAM has no condition operator "ForAnyValue:ArnLikeIfExist"'],
    ['NullIfExists', 'IAM has no condition operator "NullIfExists"'],
  ])('fails for a condition with %s', (operator, problem) => {
    expect(statement(`Effect: Allow, Action: "*", Resource: "*", Condition: { "${operator}": { a: b } }`)).toEqual([`.Condition: ${problem}`]);
  });

  test.each(['ForAllValues:StringLikeIfExists', 'Null', 'NotIpAddress', 'BoolIfExists'])('may have a condition with %s', (operator) => {
    expect(statement(`Effect: Allow, Action: "*", Resource: "*", Condition: { "${operator}": { a: b } }`)).toEqual([]);
  });

  const ACTION = '"*", or a service, a colon and the name of an action, in which * is a wildcard';
  test.each([
    ['Effect: allow, Action: "*", Resource: "*"', '.Effect: got "allow", allowed: Allow, Deny; did you mean Allow?'],
    ['Effect: Allow, Resource: "*"', ': Action is missing; add it, or NotAction'],
    ['Effect: Allow, Action: "*"', ': Resource is missing; add it, or NotResource'],
    ['Effect: Allow, Action: "*", NotAction: "*", Resource: "*"', ': got Action and NotAction, expected one of them; remove one'],
    ['Effect: Allow, Action: "*", Resource: "*", NotResource: "*"', ': got Resource and NotResource, expected one of them; remove one'],
    ['Effect: Allow, Action: GetObject, Resource: "*"', `.Action: got "GetObject", allowed: ${ACTION}`],
    ['Effect: Allow, Action: [s3:Get?], Resource: "*"', `.Action[0]: got "s3:Get?", allowed: ${ACTION}`],
    ['Effect: Allow, Action: [], Resource: "*"', '.Action: got 0 entries, allowed: at least 1; add some, or leave the key out'],
    ['Effect: Allow, Action: "*", Resource: my-bucket/*', '.Resource: got "my-bucket/*", allowed: "*", an ARN, or a CloudFormation function'],
    ['Effect: Allow, Action: "*", Resource: 5', '.Resource: got 5, expected a text or a list; write it as a list of one: [5]'],
    ['Effect: Allow, Action: "*", Resource: "*", Principal: "*"', '.Principal: a statement of a role names no principal: it is about what the role may do; for who may assume the role use a role of yours'],
    ['Effect: Allow, Action: "*", Resource: "*", Sid: "a b"', '.Sid: got "a b", allowed: letters and digits'],
    ['Effect: Allow, Action: "*", Resource: "*", Condition: { StringEquals: x }', '.Condition.StringEquals: got "x", expected a map'],
    ['Effect: Allow, Action: "*", Resource: "*", Condition: { StringEquals: { a: { b: c } } }', '.Condition.StringEquals.a: got a map, expected a text or a list'],
    ['Effect: Allow, action: "*", NotAction: "*", Resource: "*"', ': unknown key "action"; write Action'],
  ])('fails for %s', (lines, problem) => expect(statement(lines)).toEqual([problem]));

  test('fails where they are no list of maps', () => {
    expect(interpreter('role: { statements: { Effect: Allow } }')).toEqual(['role.statements: got a map, expected a list']);
    expect(interpreter('role: { statements: [x] }')).toEqual(['role.statements[0]: got "x", expected a map']);
  });
});
