import { Schema } from './schema';
import { anyText } from './text';

/** The name of a bucket; one of digits only may go without quotes. */
export function s3Bucket(description: string): Schema {
  return anyText({ title: 'Bucket', description, examples: ['my-bucket'] }, {
    pattern: '^(?!.*(?:\\.\\.|\\.-|-\\.))(?!\\d+\\.\\d+\\.\\d+\\.\\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
    allowed: '3 to 63 small letters, digits, dots and dashes, or a CloudFormation function',
  });
}
