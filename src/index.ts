export * from './code-interpreter-network';
