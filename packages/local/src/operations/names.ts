/** Of both planes. */
export const OPERATION_NAMES = [
  'StartCodeInterpreterSession', 'GetCodeInterpreterSession', 'ListCodeInterpreterSessions', 'StopCodeInterpreterSession',
  'InvokeCodeInterpreter', 'CreateCodeInterpreter', 'GetCodeInterpreter', 'ListCodeInterpreters', 'DeleteCodeInterpreter',
  'TagResource', 'UntagResource', 'ListTagsForResource',
] as const;

export type OperationName = (typeof OPERATION_NAMES)[number];
