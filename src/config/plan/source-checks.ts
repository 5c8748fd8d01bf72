import * as fs from 'fs';
import * as path from 'path';
import { imageFolder, isBuild } from './agent-source';
import { PlanContext } from './context';
import { ConfigNode, ConfigPath, valueOf } from '../node';
import { Problems } from '../problem';
import { isReadable } from '../readable';

/** Whether what agents are made of is there, and within the folders that may be read. */
export function checkSources({ block, options, problems }: PlanContext): void {
  const directories = [options.directory, ...options.readableDirectories];
  for (const { node, path: at } of block.agents) {
    const image = valueOf(node, 'artifact', 'image');
    if (image && isBuild(image)) {
      const folder = imageFolder(options.directory, image);
      const given = valueOf(image, 'path');
      const file = valueOf(image, 'file');
      const place: ConfigPath = [...at, 'artifact', 'image'];
      if (given?.kind === 'scalar' && !allowed(folder, given, [...place, 'path'], directories, problems)) { continue; }
      if (file?.kind === 'scalar') { allowed(path.resolve(folder, file.text), file, [...place, 'file'], directories, problems); }
    }
    const handler = valueOf(node, 'handler');
    if (handler?.kind === 'scalar' && !valueOf(node, 'artifact', 's3')) {
      const file = path.resolve(options.directory, handler.text);
      // `agent.main` is a function in agent.py.
      allowed(fs.existsSync(file) ? file : file.replace(/\.[^./\\]*$/, '.py'), handler, [...at, 'handler'], directories, problems);
    }
  }
}

function allowed(file: string, node: ConfigNode, at: ConfigPath, directories: readonly string[], problems: Problems): boolean {
  if (!fs.existsSync(file)) {
    problems.add(node.at, at, `there is no ${file}; paths are relative to the folder of the configuration`);
    return false;
  }
  if (!isReadable(file, directories)) {
    problems.add(node.at, at, `${file} is outside the folder of the configuration; move it, or allow its folder: readableDirectories`);
    return false;
  }
  return true;
}
