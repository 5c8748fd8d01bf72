import { browserNetwork } from './network';
import { role } from './role';
import { s3Bucket } from './s3';
import { map, yesOrNo } from './schema';
import { tags } from './tags';
import { anyText } from './text';

/** A browser of `browsers:`. */
export const browser = map({
  title: 'Browser',
  description: 'A browser of your own, for agents that use the web.',
  advice: 'write {} for one with all defaults',
}, {
  description: anyText({ title: 'Description', description: 'What it is for, 1 to 4096 characters.' }, { minLength: 1, maxLength: 4096 }),
  network: browserNetwork,
  recording: map({ title: 'Recording', description: 'Whether sessions are recorded, and where to.' }, {
    enabled: yesOrNo({ title: 'Recording enabled', description: 'Whether sessions are recorded. Takes s3Location.', default: false }),
    s3Location: map({ title: 'Recordings', description: 'Where recordings go.' }, {
      bucket: s3Bucket('The bucket for recordings.'),
      prefix: anyText({ title: 'Prefix', description: 'What the keys of recordings begin with.', examples: ['browser-sessions/'] }, { minLength: 1 }),
    }, { required: ['bucket', 'prefix'], advice: 'a place for recordings has a bucket and a prefix' }),
  }, { instead: { bucket: 'write s3Location: { bucket, prefix }', prefix: 'write s3Location: { bucket, prefix }' } }),
  role,
  signing: map({ title: 'Signing', description: 'Whether requests of the browser are signed, so that sites know a bot.' }, {
    enabled: yesOrNo({ title: 'Signing enabled', description: 'Whether requests are signed.', default: false }),
  }),
  tags: tags('the browser', 1),
}, {
  instead: {
    type: 'remove it: all below browsers are browsers',
    name: 'remove it: the key above is the name',
    networkMode: 'write network: { mode: … }',
    networkConfiguration: 'write network: { mode: … }',
    vpcConfig: 'write network: { mode: VPC, subnets: […], securityGroups: […] }',
    executionRole: 'write role',
    executionRoleArn: 'write role',
    roleArn: 'write role',
    recordingConfig: 'write recording',
    browserSigning: 'write signing',
  },
});
