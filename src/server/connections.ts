import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Turns } from './turns.ts';

/** How much of the server one client may hold, and for how long. */
export interface ConnectionLimits {
  /** How long a connection may stay open with nothing asked. */
  idleMs: number;
  /** How long a client may take nothing of its response. */
  stalledMs: number;
  /** How long a whole request may take to arrive, headers and body. */
  requestMs: number;
  /** How often requests are checked for that. */
  checkMs: number;
  /** Connections at once. For a new one over this number, the connection that was quiet longest is closed. */
  connections: number;
  /** Requests of one connection that may wait for the responses before them. Browsers and proxies send one at a time. */
  pipelined: number;
  /** How much of a body that nobody reads is still taken, so that its sender gets to see the response. */
  unreadBytes: number;
  /** How long a connection that has had its last response may be silent before it is closed. */
  lingerMs: number;
}

export const defaultLimits: ConnectionLimits = {
  // Longer than the 60 seconds after which most load balancers close a connection of theirs: who closes first loses no request.
  idleMs: 75_000,
  stalledMs: 30_000,
  requestMs: 15_000,
  checkMs: 5_000,
  connections: 1000,
  pipelined: 32,
  unreadBytes: 256 * 1024,
  lingerMs: 2_000,
};

const lingerCheckMs = 20;

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

type ClientError = NodeJS.ErrnoException & { code?: string };

/** Closes a connection. With a response that its client does not take, the system would keep megabytes of it for minutes. */
function close(socket: Socket) {
  if (socket.writableLength > 0 || socket.bytesWritten > 0) socket.resetAndDestroy();
  else socket.destroy();
}

/**
 * Holds the connections of a server to these limits.
 *
 * Requests of one connection are handled one after another. Node would start all that a client pipelines at once and keep
 * their responses in memory while the client reads none: 150 connections held 900 MB.
 * @param respond handles a request
 * @param refuse the bytes of a response to what is not a request, or not a whole one: 400, 408 or 431
 * @returns the listener for requests
 */
export function limitConnections(
  server: Server,
  limits: ConnectionLimits,
  turns: Turns,
  respond: (exchange: Exchange) => void,
  refuse: (status: 400 | 408 | 431) => string,
): (request: IncomingMessage, response: ServerResponse) => void {
  // The requests of each connection that are not answered yet. The order is that of use, the longest unused first.
  const connections = new Map<Socket, Exchange[]>();
  // Connections whose last request has its response, and is still arriving.
  const lingering = new Set<Socket>();
  server.timeout = limits.stalledMs;

  server.on('connection', (socket: Socket) => {
    socket.setTimeout(limits.idleMs);
    connections.set(socket, []);
    socket.once('close', () => connections.delete(socket));
    const [oldest] = connections.keys();
    if (connections.size > limits.connections) oldest?.destroy();
  });

  server.on('timeout', (socket: Socket) => {
    const [current] = connections.get(socket) ?? [];
    const waitsForUs = current?.request.complete && !current.response.headersSent;
    if (waitsForUs) socket.setTimeout(limits.stalledMs);
    else close(socket);
  });

  /** Takes a little more of a body that nobody reads, so that its sender is not cut off while it has yet to read the response. */
  function linger({ request }: Exchange) {
    const { socket } = request;
    const maxBytes = socket.bytesRead + limits.unreadBytes;
    let quietAt = performance.now() + limits.lingerMs;
    let seen = socket.bytesRead;
    lingering.add(socket);
    // Looked at again and again, because Node drops such a body without an event, and a "data" listener would stop it.
    const timer = setInterval(() => {
      if (request.complete) stop();
      else if (socket.bytesRead > maxBytes || performance.now() > quietAt) socket.destroy();
      else if (socket.bytesRead > seen) {
        seen = socket.bytesRead;
        quietAt = performance.now() + limits.lingerMs;
      }
    }, lingerCheckMs);
    const stop = () => {
      lingering.delete(socket);
      clearInterval(timer);
    };
    socket.once('close', stop);
  }

  // What is not HTTP, and what does not arrive in time, never becomes a request.
  server.on('clientError', (error: ClientError, socket: Socket) => {
    const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
    // Node counts a new connection as a request that has begun. A balancer may open one before it needs it.
    if (late && socket.bytesRead === 0) return;
    if (socket.writableEnded) return;
    const [current, ...others] = connections.get(socket) ?? [];
    const isAnswered = lingering.has(socket) || others.length > 0 || current?.response.headersSent;
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswered) {
      socket.destroy();
    } else if (current?.request.complete) {
      // Its response is still to come, and is the last one here.
      current.response.shouldKeepAlive = false;
    } else {
      socket.end(refuse(late ? 408 : error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400));
      const timer = setTimeout(() => socket.destroy(), limits.lingerMs);
      socket.once('close', () => clearTimeout(timer));
    }
  });

  return (request, response) => {
    const { socket } = request;
    const queue = connections.get(socket);
    if (!queue || queue.length >= limits.pipelined) {
      close(socket);
      return;
    }
    // Node does this for later requests of a connection, not for the first.
    if (socket.timeout !== limits.stalledMs) socket.setTimeout(limits.stalledMs);
    const exchange = { request, response };
    queue.push(exchange);
    response.once('finish', () => {
      if (!request.complete) linger(exchange);
    });
    response.once('close', () => {
      queue.shift();
      const [next] = queue;
      if (next) turns.queue(() => respond(next));
      else if (connections.delete(socket) && !socket.destroyed) connections.set(socket, queue);
    });
    if (queue.length === 1) respond(exchange);
  };
}
