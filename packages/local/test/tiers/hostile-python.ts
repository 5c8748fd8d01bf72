/** What hostile code tries: prints what it managed to do, and nothing else. */
export interface Bait {
  readonly file: string;
  readonly tcpPort: number;
  readonly udpPort: number;
  readonly socketPath: string;
  readonly abstractName: string;
}

const ATTEMPT = `
import ctypes, os, resource, signal, socket
libc = ctypes.CDLL(None, use_errno=True)
def attempt(name, action):
    try:
        result = action()
        if result is not False: print(name, result)
    except BaseException as error:
        if not isinstance(error, (OSError, ValueError)): print(name, repr(error))
def succeeded(result): return result if result >= 0 else False
`;

export function reachHost({ file, tcpPort, udpPort, socketPath, abstractName }: Bait): string {
  return `${ATTEMPT}
def udp():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one: return one.sendto(b'x', ('127.0.0.1', ${udpPort})) and False
def path(kind, name):
    with socket.socket(socket.AF_UNIX, kind) as one: one.connect(name); return 'connected'
def pair():
    one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with one, other: one.connect(${JSON.stringify(socketPath)}); return 'connected'
attempt('read', lambda: open(${JSON.stringify(file)}).read())
attempt('write', lambda: open(${JSON.stringify(file)}, 'a').write('!'))
attempt('truncate', lambda: os.truncate(${JSON.stringify(file)}, 0) or 'done')
attempt('symlink', lambda: (os.symlink(${JSON.stringify(file)}, 'to-host'), open('to-host').read()))
attempt('by proc', lambda: open('/proc/1/root' + ${JSON.stringify(file)}).read())
attempt('link', lambda: os.link(${JSON.stringify(file)}, 'linked') or 'done')
attempt('tcp', lambda: socket.create_connection(('127.0.0.1', ${tcpPort}), 2) and 'connected')
attempt('udp', udp)
attempt('path socket', lambda: path(socket.SOCK_STREAM, ${JSON.stringify(socketPath)}))
attempt('abstract socket', lambda: path(socket.SOCK_STREAM, '\\0' + ${JSON.stringify(abstractName)}))
attempt('pair of datagrams', pair)
attempt('vsock', lambda: socket.socket(40, socket.SOCK_STREAM) and 'made')
attempt('raw', lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1) and 'made')
`;
}

/** Every process it names is of the session under test, or does not exist. */
export const HARM_AGENT = `${ATTEMPT}
agent = os.getppid()
attempt('kill agent', lambda: os.kill(agent, signal.SIGKILL) if os.getpid() != 1 and agent > 1 else os.kill(agent, signal.SIGINT) and False)
attempt('ptrace agent', lambda: succeeded(libc.ptrace(0x4206, agent, 0, 0)))
attempt('memory of agent', lambda: open(f'/proc/{agent}/mem', 'rb').read(1))
attempt('descriptors of agent', lambda: os.listdir(f'/proc/{agent}/fd'))
attempt('environment of agent', lambda: open(f'/proc/{agent}/environ').read())
attempt('limits of agent', lambda: resource.prlimit(agent, resource.RLIMIT_CPU, (0, 0)))
attempt('namespace', lambda: succeeded(libc.unshare(0x10000000)))
attempt('mount', lambda: succeeded(libc.mount(b'none', b'/tmp', b'tmpfs', 0, None)))
attempt('memfd', lambda: os.memfd_create('x'))
attempt('shared memory', lambda: succeeded(libc.shmget(0x5eed, 4096, 0o1666)))
attempt('become root', lambda: os.setuid(0))
`;

/** A daemon that outlives its parent, and everything that it may be looked for by. */
export function leaveDaemon(seconds: number): string {
  return `
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execv('/usr/bin/sleep', ['sleep', '${seconds}'])
    os._exit(0)
time.sleep(0.2)
`;
}
