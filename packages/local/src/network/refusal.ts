import { RequestError } from 'proxy-chain';
import { authorityOf, Destination } from './destination.js';

/** `reason` ends the sentence "It is …". */
export function refusal(destination: Destination, reason: string): RequestError {
  const authority = authorityOf(destination);
  return new RequestError(
    `Refused: ${authority} is not on the internet. It is ${reason}. Sessions with network access reach public addresses only. ` +
    `If this one may be reached, whoever runs the service can start it with --allow-host ${authority}.\n`,
    403,
  );
}
