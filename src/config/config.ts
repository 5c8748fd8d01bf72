export { make } from './make';
export { plainObject, yamlFile, yamlText } from './source';
