import { ServiceException } from '../operations/service-exception.js';

const OPERATION_NAMES = { 'converse': 'Converse', 'converse-stream': 'ConverseStream' } as const;

const OPERATION_PATH = /\/model\/(.+)\/([a-z-]+)$/;

export interface ModelPath {
  readonly operation: (typeof OPERATION_NAMES)[keyof typeof OPERATION_NAMES];
  /** Of a model, an inference profile or a prompt, as an id or an ARN. */
  readonly modelId: string;
}

/** @throws ServiceException for all other operations */
export function modelPath(method: string, url: string): ModelPath {
  const [path = ''] = url.split('?');
  const [, encodedId, action] = OPERATION_PATH.exec(path) ?? [];
  if (encodedId === undefined || action === undefined) {
    throw new ServiceException('UnknownOperationException', `There is no operation for ${method} ${path.slice(0, 200)}. ${SERVED}`);
  }
  if (!isServed(action)) {
    throw new ServiceException('ValidationException', `The scripted model does not play ${action.slice(0, 100)}. ${SERVED}`);
  }
  if (method !== 'POST') {
    throw new ServiceException('UnknownOperationException', `${OPERATION_NAMES[action]} is called with POST, not ${method}.`);
  }
  return { operation: OPERATION_NAMES[action], modelId: decoded(encodedId) };
}

const SERVED = 'Only Converse (POST /model/{modelId}/converse) and ConverseStream (POST /model/{modelId}/converse-stream) are served here: '
  + 'choose the class of your framework that uses them, such as ChatBedrockConverse.';

function isServed(action: string): action is keyof typeof OPERATION_NAMES {
  return Object.hasOwn(OPERATION_NAMES, action);
}

function decoded(encodedId: string): string {
  try {
    return decodeURIComponent(encodedId);
  } catch {
    throw new ServiceException('ValidationException', `The model id ${encodedId.slice(0, 100)} is not percent-encoded UTF-8.`);
  }
}
