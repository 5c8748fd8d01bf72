import { messages, resolved, value } from './fixtures/reading/helpers';

describe('CloudFormation', () => {
  const CUSTOM = "custom:\n  ref: !Ref Bucket\n  attribute: !GetAtt Role.Arn\n  join: 'a-${aws:region}-\\${b}'\n  sub: !Sub 'q-${Queue}'\n  text: 'lit \\${x}'\n  template: 'arn:${Bucket}'\n"
    + "  select: !Select [0, [a]]\n  other: !Join [',', [a, !Ref B]]\n  mixed: !Join ['', [a, [b]]]\n  odd: !Join ['']\n"
    + "  literal: !Join ['', ['\\${b}', !Ref B]]\n  map: { X: y }\n";
  const REGION = { Ref: 'AWS::Region' };
  const JOIN = (...items: unknown[]) => ({ 'Fn::Join': ['', items] });

  test.each<[string, unknown]>([
    ['${aws:accountId}', { Ref: 'AWS::AccountId' }],
    ['${aws:region}', REGION],
    ['${aws:partition}', { Ref: 'AWS::Partition' }],
    ['${AWS::StackName}', { Ref: 'AWS::StackName' }],
    ['arn:${AWS::Partition}:s3:::x-${aws:region}', JOIN('arn:', { Ref: 'AWS::Partition' }, ':s3:::x-', REGION)],
    ["${aws:region}${opt:a, ''}", REGION],
    ['x-${self:custom.join}-${self:custom.ref}', JOIN('x-a-', REGION, '-${b}-', { Ref: 'Bucket' })],
    ['x-${self:custom.select}', JOIN('x-', { 'Fn::Select': [0, ['a']] })],
    ['x-${self:custom.other}', JOIN('x-', { 'Fn::Join': [',', ['a', { Ref: 'B' }]] })],
    ['x-${self:custom.odd}', JOIN('x-', { 'Fn::Join': [''] })],
    ['\\${self:service} \\\\${opt:a, 1} \\\\\\${x} a\\b', '${self:service} \\1 \\${x} a\\b'],
  ])('in a text: %s', (text, expected) => {
    expect(value(text, {}, CUSTOM)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    ['${A}-${A.B}-${!C}-${AWS::Region}', '${A}-${A.B}-${!C}-${AWS::Region}'],
    ['${aws:region}-${self:custom.ref}-${self:custom.attribute}', '${AWS::Region}-${Bucket}-${Role.Arn}'],
    ['${self:custom.join}', 'a-${AWS::Region}-${!b}'],
    ['${self:custom.sub}+', 'q-${Queue}+'],
    ['${self:custom.literal}', '${!b}${B}'],
    ['${self:custom.text} \\${y}', 'lit ${!x} ${!y}'],
    ['${self:custom.template}', 'arn:${Bucket}'],
    ['${env:E}', 'e${!e}'],
    ['${${opt:name}.Arn}', '${Role.Arn}'],
    ['${opt:a, 5}', '5'],
  ])('in Fn::Sub: %s', (text, expected) => {
    const { value: { agents }, problems } = resolved(`${CUSTOM}agents:\n  - !Sub ${JSON.stringify(text)}\n  - !Sub [${JSON.stringify(text)}, { X: "\${aws:region}" }]\n`,
      { environment: { E: 'e${e}' }, options: { name: 'Role' } });
    expect({ agents, problems }).toEqual({ agents: [{ 'Fn::Sub': expected }, { 'Fn::Sub': [expected, { X: REGION }] }], problems: [] });
  });

  test('Fn::Sub with a variable for its map takes it', () => {
    expect(resolved(`${CUSTOM}agents: !Sub ['\${X}', '\${self:custom.map}']\n`)).toMatchObject({ value: { agents: { 'Fn::Sub': ['${X}', { X: 'y' }] } }, problems: [] });
  });

  test('Fn::GetAtt with a variable is a list', () => {
    expect(resolved('agents: !GetAtt "${opt:name}.Arn"\n', { options: { name: 'Role' } }).value).toEqual({ agents: { 'Fn::GetAtt': ['Role', 'Arn'] } });
    expect(resolved('agents: !GetAtt "${opt:name}"\n', { options: { name: 'Role' } }).problems).toEqual([
      'serverless.yml:1:17  agents["Fn::GetAtt"]: got "Role", expected a logical id, a dot and an attribute, for example: MyRole.Arn',
    ]);
  });

  test.each<[string, string]>([
    ['${self:custom.select}', '"${self:custom.select}" is a map, which cannot be within a text'],
    ['${self:custom.other}', '"${self:custom.other}" is a map, which cannot be within a text'],
    ['${self:custom.mixed}', '"${self:custom.mixed}" is a map, which cannot be within a text'],
    ['${${aws:region}.Arn}', 'a value that is known only when it is deployed is needed to find another one; of the region, pass options: { region: … }'],
    ['${a', '"${a" has no closing "}"; a "${" that begins no variable is written \\${'],
  ])('fails in Fn::Sub: %s', (text, expected) => {
    expect(resolved(`${CUSTOM}agents: !Sub ${JSON.stringify(text)}\n`).problems).toEqual([expect.stringContaining(`  agents["Fn::Sub"]: ${expected}`)]);
  });

  test.each<[string, string]>([
    ['${Bucket}', '"${Bucket}" is no variable; to CloudFormation it means something within Fn::Sub (!Sub) only, and as ordinary text it is written \\${Bucket}'],
    ['${}', '"${}" is no variable; to CloudFormation it means something within Fn::Sub (!Sub) only, and as ordinary text it is written \\${}'],
    ['${AWS::Regoin}', '"${AWS::Regoin}" is no variable; to CloudFormation it means something within Fn::Sub (!Sub) only, and as ordinary text it is written \\${AWS::Regoin}'],
    ['${aws:username}', 'unknown value "aws:username", allowed: aws:accountId, aws:partition, aws:region; of an IAM policy variable, write \\${aws:…}'],
  ])('fails: %s', (text, expected) => {
    expect(messages(text)).toEqual([expected]);
  });
});

describe('sources that only the framework looks up say what to use', () => {
  test.each([
    ['${ssm:/a/b}', 'ssm', /; write "\{\{resolve:ssm:<name>\}\}"/],
    ['${ssm(eu-west-1, raw):/a/b}', 'ssm', /; write "\{\{resolve:ssm:<name>\}\}"/],
    ['${cf:stack.Output}', 'cf', /; write Fn::ImportValue \(!ImportValue\)/],
    ['${cf(eu-west-1):stack.Output}', 'cf', /; write Fn::ImportValue \(!ImportValue\)/],
    ['${s3:bucket/key}', 's3', /; read the value in the app, pass it as parameters: \{ name: value \}/],
    ['${git:branch}', 'git', /; read the value in the app, pass it as parameters/],
    ['${vault:a.b}', 'vault', /; read the value in the app, pass it as parameters/],
    ['${terraform:outputs:x}', 'terraform', /; read the value in the app, pass it as parameters/],
    ['${doppler:x}', 'doppler', /; read the value in the app, pass it as parameters/],
    ["${strToBool(${opt:a, 'true'})}", 'strToBool', /; write true or false$/],
    ['${aws:ssm:/a/b}', 'aws:ssm', /; write "\{\{resolve:ssm:<name>\}\}"/],
    ['${aws:s3:bucket/key}', 'aws:s3', /; read the value in the app/],
  ])('fails: %s', (text, type, expected) => {
    const [message] = messages(text);
    expect(message).toContain(`the source "${type}" is not looked up here; `);
    expect(message).toMatch(expected);
  });

  test.each([
    ['${magic:word}', 'unknown source "magic", allowed: self, opt, param, env, sls, file, aws'],
    ['${slef:word}', 'unknown source "slef", allowed: self, opt, param, env, sls, file, aws; did you mean "self"?'],
    ['${aws:magic:x}', 'unknown value "aws:magic:x", allowed: aws:accountId, aws:partition, aws:region; of an IAM policy variable, write \\${aws:…}'],
  ])('fails: %s', (text, expected) => {
    expect(messages(text)).toEqual([expected]);
  });
});
