import { ProblemSink } from './problem-sink';
import { textAt } from './text-at';
import { Item } from '../block';
import { entryOf, valueOf } from '../node';

/** Recordings need a place to go to. */
export function checkRecording({ node, path }: Item, problems: ProblemSink): void {
  const recording = valueOf(node, 'recording');
  if (textAt(recording, 'enabled') === 'true' && !entryOf(recording, 's3Location')) {
    problems.add(entryOf(recording, 'enabled')!.keyAt, [...path, 'recording'],
      's3Location is missing; recordings take a place: s3Location: { bucket: …, prefix: … }');
  }
}
