/** Emscripten's own numbers. */
const EACCES = 2;

/**
 * Puts a folder of the host into Python's file system. What Deno's permissions refuse, a symbolic link for one, must be an
 * OSError in the cell: as it is, Emscripten would end the interpreter.
 */
export function mountFolder(fileSystem, hostFolder, folder) {
  const node = fileSystem.filesystems.NODEFS;
  const original = node.tryFSOperation.bind(node);
  node.tryFSOperation = operation => original(() => {
    try {
      return operation();
    } catch (error) {
      if (error instanceof Deno.errors.NotCapable) {
        throw new fileSystem.ErrnoError(EACCES);
      }
      throw error;
    }
  });
  fileSystem.mkdirTree(folder);
  fileSystem.mount(node, { root: hostFolder }, folder);
  fileSystem.chdir(folder);
}
