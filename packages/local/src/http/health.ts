import { FastifyInstance } from 'fastify';
import { Service } from '../state/service.js';

/** `/health`: that the service is there, how it keeps sessions apart, and how many there are. */
export function registerHealth(app: FastifyInstance, { report, sessions, interpreters }: Service): void {
  app.get('/health', (_request, reply) => reply.send({
    status: 'ok',
    engine: report,
    activeSessions: sessions.active,
    codeInterpreters: interpreters.list().length,
  }));
}
