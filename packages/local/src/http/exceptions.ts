import { cannotParse, ServiceException } from '../operations/service-exception.js';

/** Of whatever was thrown. What nobody expected is told to the operator, and not to the client. */
export function toServiceException(error: unknown, requestId: string, warn: (message: string) => void): ServiceException {
  if (error instanceof ServiceException) { return error; }
  if (isClientError(error)) { return cannotParse(`The request cannot be read: ${error.message}`); }
  warn(`Request ${requestId} failed: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
  return new ServiceException('InternalServerException',
    `The local service failed (request ${requestId}). Its output says more; please report it.`);
}

/** Of fastify: a bad URL or header. */
function isClientError(error: unknown): error is Error & { readonly statusCode: number } {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number') { return false; }
  return error.statusCode >= 400 && error.statusCode < 500;
}
