import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, Socket } from 'node:net';
import { pythonStart } from '../python-start.js';

/** From the network namespaces of sessions to the proxy: one process for all sessions, outside of them. */
export class RelayProcess {
  private readonly child: ChildProcess;
  private readonly ready: Promise<void>;
  private readonly gone: Promise<void>;

  public constructor(python: string, private readonly socketPath: string, proxySocket: string) {
    const [file = '', ...parameters] = pythonStart(python, 'spawned_relay');
    this.child = spawn(file, [...parameters, socketPath, proxySocket], { stdio: ['pipe', 'pipe', 'inherit'], cwd: '/', detached: true });
    this.gone = new Promise((resolve) => {
      this.child.once('close', () => resolve());
      this.child.once('error', () => resolve());
    });
    this.child.stdin?.on('error', () => undefined);
    this.ready = new Promise((resolve, reject) => {
      this.child.stdout?.once('data', () => resolve());
      void this.gone.then(() => reject(new Error('the relay of sessions to the network ended')));
    });
    this.ready.catch(() => undefined);
  }

  /** A connection to hand to a session. */
  public async connect(): Promise<Socket> {
    await this.ready;
    const socket = connect(this.socketPath);
    await once(socket, 'connect');
    socket.on('error', () => undefined);
    return socket;
  }

  public async close(): Promise<void> {
    this.child.stdin?.destroy();
    await this.gone;
  }
}
