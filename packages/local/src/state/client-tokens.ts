import { ServiceException } from '../operations/service-exception.js';

const MOST_REMEMBERED = 10_000;

interface Known<Answer> {
  readonly parameters: string;
  readonly answer: Promise<Answer>;
}

/** Makes repeats of a request, as retries are, answer as the first did, without doing it again. */
export class ClientTokens<Answer> {
  private readonly known = new Map<string, Known<Answer>>();

  /** Concurrent repeats wait for the first. What failed may be tried again. */
  public async once(token: string | undefined, parameters: unknown, run: () => Promise<Answer>): Promise<Answer> {
    if (token === undefined) { return run(); }
    const fingerprint = JSON.stringify(parameters);
    const earlier = this.known.get(token);
    if (earlier && earlier.parameters !== fingerprint) {
      const message = 'The clientToken was used before, in a request with other parameters. Use a new token for a new request.';
      const fieldList = [{ name: 'clientToken', message }];
      throw new ServiceException('ValidationException', message, { reason: 'IdempotentParameterMismatchException', fieldList });
    }
    return earlier?.answer ?? this.remember(token, fingerprint, run());
  }

  private async remember(token: string, parameters: string, answer: Promise<Answer>): Promise<Answer> {
    this.known.set(token, { parameters, answer });
    if (this.known.size > MOST_REMEMBERED) {
      for (const oldest of this.known.keys()) { this.known.delete(oldest); break; }
    }
    try {
      return await answer;
    } catch (error) {
      this.known.delete(token);
      throw error;
    }
  }
}
