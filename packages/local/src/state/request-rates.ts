import { ServiceException } from '../operations/service-exception.js';

const PER_SECOND: Readonly<Record<string, number>> = { CreateCodeInterpreter: 5, DeleteCodeInterpreter: 5 };
const OTHERS_PER_SECOND = 30;

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** The service's requests per second, for each operation a bucket that holds those of one second. */
export class RequestRates {
  private readonly buckets = new Map<string, Bucket>();

  /** Throws a ThrottlingException when there were too many. */
  public take(operation: string): void {
    const rate = PER_SECOND[operation] ?? OTHERS_PER_SECOND;
    const now = Date.now();
    const bucket = this.buckets.get(operation) ?? { tokens: rate, filledAt: now };
    this.buckets.set(operation, bucket);
    bucket.tokens = Math.min(rate, bucket.tokens + rate * Math.max(now - bucket.filledAt, 0) / 1000);
    bucket.filledAt = now;
    if (bucket.tokens < 1) { throw new ServiceException('ThrottlingException', 'Rate exceeded'); }
    bucket.tokens -= 1;
  }
}
