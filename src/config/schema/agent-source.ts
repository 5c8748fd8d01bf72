import { s3Bucket } from './s3';
import { list, map, Schema } from './schema';
import { anyLiteralText, anyText, literalText } from './text';
import { DNS_SUFFIX, REPOSITORY, TAG_AND_DIGEST } from '../../private/image-uri';

const IMAGE = `^(?:[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.${DNS_SUFFIX}|public\\.ecr\\.aws)/${REPOSITORY}${TAG_AND_DIGEST}$`;
const description = 'An image in ECR by its URI, or how to build one.';

const builtImage = map({ description }, {
  file: literalText({ title: 'Dockerfile', description: 'The Dockerfile, relative to path.', default: 'Dockerfile' }, { minLength: 1 }),
  path: literalText({ title: 'Folder', description: 'The folder to build, relative to this file.', default: '.' }, { minLength: 1 }),
  repository: literalText({ title: 'Repository', description: 'Not read: CDK pushes images to the repository of its bootstrap stack.' }),
  buildArgs: {
    title: 'Build arguments',
    description: 'Arguments of the Dockerfile. They stay readable in the image.',
    type: 'object',
    additionalProperties: anyLiteralText({ description: 'The value of the argument.' }),
  },
}, {
  instead: {
    dockerfile: 'write file', context: 'write path', directory: 'write path', args: 'write buildArgs', uri: 'write the URI itself: image: <uri>',
  },
});

/** What an agent is made of, if not of a handler. */
export const artifact = map({ title: 'Artifact', description: 'What the agent is made of: an image, or an archive in S3.' }, {
  image: {
    title: 'Image',
    description,
    examples: ['111122223333.dkr.ecr.us-east-1.amazonaws.com/agent:v1', { path: './agent' }],
    kinds: {
      string: {
        pattern: IMAGE,
        allowed: 'an image in ECR (<account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>), public.ecr.aws/<repository>:<tag>,'
          + ' a CloudFormation function, or a map that says how to build one',
      },
      object: builtImage,
    },
    functions: 'textFunction',
  },
  s3: map({ title: 'Archive in S3', description: 'An archive with code and dependencies. Takes handler.' }, {
    bucket: s3Bucket('The bucket that holds the archive.'),
    key: anyText({ title: 'Key', description: 'The key of the archive.', examples: ['agents/agent.zip'] }, { minLength: 1, maxLength: 1024 }),
    versionId: anyText({ title: 'Version', description: 'The version of the archive.', default: 'the newest' }, { minLength: 1, maxLength: 1024 }),
  }, {
    required: ['bucket', 'key'],
    advice: 'an archive in S3 has a bucket and a key',
    instead: { prefix: 'write key', version: 'write versionId', objectVersion: 'write versionId' },
  }),
}, { instead: { docker: 'write image', file: 'write image: { file: … }', path: 'write image: { path: … }', bucket: 'write s3: { bucket, key }' } });

/** Neither outside the folder nor of a language that AgentCore runs from images only. */
export const handler: Schema = literalText({
  title: 'Handler', description: 'The Python file that runs, or a function in it. The folder of this file is packed with its dependencies.', examples: ['agent.py', 'agent.main'],
}, {
  pattern: '^(?!/)(?!(?:.*/)?\\.\\.(?:/|$))(?!.*\\.(?:[cm]?[jt]sx?|sh|zip)$)[^\\\\]*[^\\\\/.]\\.[a-zA-Z_][a-zA-Z0-9_]*$',
  maxLength: 128,
  allowed: 'a Python file relative to the folder of the configuration (src/agent.py), or a function in one (src/agent.main)',
  advice: 'for other languages write a Dockerfile and leave handler out',
});

function patterns(what: string): Schema {
  return list({ description: what, examples: [['!tests/**']] }, literalText({ description: 'A glob; with ! in front it leaves out.' }, { minLength: 1 }));
}

/** What of the folder is packed for a handler. */
export const packaging = map({ title: 'Package', description: 'Which files are packed with the handler.' }, {
  patterns: { title: 'Patterns', ...patterns('Files that are packed, and with ! in front files that are not.') },
  include: { title: 'Included files', ...patterns('Files that are packed.') },
  exclude: { title: 'Excluded files', ...patterns('Files that are not packed.') },
  artifact: { refused: 'an archive that is there already cannot be given here; put it into S3 and write artifact: { s3: { bucket, key } }' },
}, { instead: { individually: 'remove it: each agent has a package of its own' } });
