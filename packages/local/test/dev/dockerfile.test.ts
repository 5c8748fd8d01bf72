import { expect, test } from 'vitest';
import { dockerStage } from '../../src/dev/dockerfile.js';

test('what the last stage starts, where, and with which variables', () => {
  expect(dockerStage(`# syntax=docker/dockerfile:1
FROM public.ecr.aws/docker/library/python:3.13-slim
WORKDIR /app
COPY agent.py .
ENV AWS_REGION=us-east-1 GREETING="hello \\"you\\"" NAME='a b'\\
    ESCAPED=a\\ b
ENV OLD form of it
CMD ["python", "agent.py"]
RUN <<EOF
CMD ["not", "this"]
EOF
# comments
`)).toEqual({
    command: ['python', 'agent.py'],
    entryPoint: undefined,
    workingDirectory: '/app',
    environment: { AWS_REGION: 'us-east-1', GREETING: 'hello "you"', NAME: 'a b', ESCAPED: 'a b', OLD: 'form of it' },
  });
});

test.each([
  ['CMD ["a"]\nCMD ["b"]', { command: ['b'] }],
  ['cmd [ "a",\\\n  # a comment within\n  "b" ]', { command: ['a', 'b'] }],
  ['ENTRYPOINT ["a"]\nCMD ["b"]', { entryPoint: ['a'], command: ['b'] }],
  ['CMD python agent.py', { command: 'python agent.py' }],
  // Docker takes what is no list of strings in double quotes for the shell form, too.
  ["CMD ['python']", { command: "['python']" }],
  ['CMD [1]', { command: '[1]' }],
  ['CMD []', { command: [] }],
  ['CMD ["a"]\nRUN echo $((1<<2))\nCMD ["b"]', { command: ['b'] }],
  ['RUN cat <<<word\nCMD ["a"]', { command: ['a'] }],
  ['ENV B "q"', { environment: { B: 'q' } }],
  ['RUN true', { command: undefined, entryPoint: undefined }],
])('%j', (instructions, expected) => {
  expect(dockerStage(`FROM x\r\n${instructions}`)).toMatchObject(expected);
});

test('a backtick continues lines when the file says so', () => {
  expect(dockerStage('# escape=`\nFROM x\nCMD ["a", `\n"C:\\\\b"]')).toMatchObject({ command: ['a', 'C:\\b'] });
});

const STAGES = `FROM x AS base
ENV A=1 B=1
WORKDIR /base
CMD ["base"]
FROM --platform=linux/arm64 base AS Test
ENV B=2
CMD ["test"]
FROM base
ENV C=3
`;

test('a stage has what the stage that it is built on says', () => {
  expect(dockerStage(STAGES)).toMatchObject({ command: ['base'], workingDirectory: '/base', environment: { A: '1', B: '1', C: '3' } });
  expect(dockerStage(STAGES, 'test')).toMatchObject({ command: ['test'], environment: { A: '1', B: '2' } });
  expect(dockerStage(STAGES, 'TEST')).toMatchObject({ command: ['test'] });
});

test('there is none in an empty file, and none that has another name', () => {
  expect(dockerStage('')).toBeUndefined();
  expect(dockerStage(STAGES, 'none')).toBeUndefined();
});

test('a stage that is built on itself is not followed for ever', () => {
  expect(dockerStage('FROM a AS a\nCMD ["x"]')).toMatchObject({ command: ['x'] });
});
