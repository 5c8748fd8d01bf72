import stat

from .paths import PathProblem


def require_file(mode: int, path: object) -> None:
    """Devices, FIFOs and sockets may block, or do what no file does."""
    if stat.S_ISDIR(mode):
        raise PathProblem(f'Is a directory: {path}')
    if stat.S_ISLNK(mode):
        raise PathProblem(f'Too many levels of symbolic links: {path}')
    if not stat.S_ISREG(mode):
        raise PathProblem(f'not a regular file: {path}')
