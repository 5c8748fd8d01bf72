export { ICodeInterpreter } from './code-interpreter-base';
export * from './code-interpreter';
export * from './code-interpreter-execution-role';
export * from './code-interpreter-grants';
export * from './code-interpreter-network';
export * from './code-interpreter-operation';
