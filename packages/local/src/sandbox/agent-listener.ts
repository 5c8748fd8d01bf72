import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { createServer, Server, Socket } from 'node:net';
import { Channel, ChannelOptions } from './channel.js';

/** More than sessions that can be starting at one time. */
const BACKLOG = 4096;
const SECONDS_TO_SAY_WHO = 10;

interface Expected {
  resolve(channel: Channel): void;
  reject(error: Error): void;
}

/** Where agents call: matches each with the launch that its token is of. */
export class AgentListener {
  public static async listen(path: string, options: ChannelOptions): Promise<AgentListener> {
    const server = createServer();
    const listening = once(server, 'listening');
    server.listen({ path, backlog: BACKLOG });
    await listening;
    await chmod(path, 0o600);
    return new AgentListener(server, options);
  }

  private readonly expected = new Map<string, Expected>();
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server, private readonly options: ChannelOptions) {
    server.on('connection', (socket) => this.accept(socket));
  }

  /** The channel of the agent that shows the token. Rejects with what kept it from starting, if it says so. */
  public expect(token: string): Promise<Channel> {
    return new Promise((resolve, reject) => this.expected.set(token, { resolve, reject }));
  }

  public forget(token: string): void {
    this.expected.delete(token);
  }

  public close(): void {
    this.server.close();
    for (const socket of this.sockets) { socket.destroy(); }
  }

  private accept(socket: Socket): void {
    this.sockets.add(socket);
    const channel = new Channel(socket, this.options);
    const timer = setTimeout(() => socket.destroy(), SECONDS_TO_SAY_WHO * 1000);
    void channel.closed.then(() => {
      clearTimeout(timer);
      this.sockets.delete(socket);
    });
    channel.hello.then((hello) => {
      clearTimeout(timer);
      this.greeted(channel, hello);
    }, () => undefined);
  }

  private greeted(channel: Channel, { token, problem }: Readonly<Record<string, unknown>>): void {
    const expected = typeof token === 'string' ? this.expected.get(token) : undefined;
    if (typeof token === 'string') { this.expected.delete(token); }
    if (!expected) {
      channel.destroy(new Error('an agent that nobody waits for'));
    } else if (typeof problem === 'string') {
      channel.destroy();
      expected.reject(new Error(`a sandbox could not be set up: ${problem}`));
    } else {
      expected.resolve(channel);
    }
  }
}
