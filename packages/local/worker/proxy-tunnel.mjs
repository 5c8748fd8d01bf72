import { request } from 'node:http';
import { connect as connectDirectly, isIP } from 'node:net';
import process from 'node:process';
import { connect as connectSecurely } from 'node:tls';

/**
 * Makes undici's `connect` option: a tunnel by CONNECT, for http as well, and TLS in it for https.
 *
 * @param {Record<string, string | undefined>} proxies by protocol
 */
export function connectThroughProxy(proxies) {
  return ({ protocol, hostname, port, servername }, callback) => {
    const host = hostname.replace(/^\[|\]$/g, '');
    const number = Number(port) || (protocol === 'https:' ? 443 : 80);
    const secure = socket => {
      if (protocol !== 'https:') {
        callback(null, socket);
        return;
      }
      const tls = connectSecurely({ socket, servername: servername || (isIP(host) ? '' : host), ALPNProtocols: ['http/1.1'] });
      tls.once('secureConnect', () => callback(null, tls)).once('error', callback);
    };
    const proxy = proxies[protocol];
    if (!proxy || isExcepted(host)) {
      const socket = connectDirectly({ host, port: number });
      socket.once('connect', () => secure(socket)).once('error', callback);
      return;
    }
    openTunnel(new URL(proxy), `${host.includes(':') ? `[${host}]` : host}:${number}`, callback, secure);
  };
}

function openTunnel(proxy, target, onError, onOpen) {
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  request({
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port || 80,
    method: 'CONNECT',
    path: target,
    headers: {
      host: target,
      ...(proxy.username && { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` }),
    },
    agent: false,
  }).once('connect', (response, socket) => {
    if (response.statusCode === 200) {
      onOpen(socket);
      return;
    }
    socket.destroy();
    onError(new Error(`The proxy ${proxy.host} refused a connection to ${target}: ${response.statusCode} ${response.statusMessage}`));
  }).once('error', onError).end();
}

/** NO_PROXY: names with their subdomains, `*` for all. */
function isExcepted(host) {
  const exceptions = (process.env.no_proxy ?? process.env.NO_PROXY ?? '').split(',').map(name => name.trim().replace(/^\*?\./, ''));
  return exceptions.some(name => name !== '' && (name === '*' || host === name || host.endsWith(`.${name}`)));
}
