import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { fieldInvalid } from '../operations/service-exception.js';

export interface PageRequest {
  /** 10 when left out. */
  readonly maxResults?: number;
  /** Left out: the first page. */
  readonly nextToken?: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken?: string;
}

const DEFAULT_RESULTS = 10;

/** Cuts lists into pages. Tokens name the last item seen, so what comes and goes in between does no harm. */
export class Pages {
  private readonly secret = randomBytes(32);

  /** `items` are in falling order of their positions. `scope` says which list it is: a token is good for no other. */
  public cut<Item>(
    items: readonly Item[], positionOf: (item: Item) => string, scope: readonly unknown[], request: PageRequest,
  ): Page<Item> {
    const { maxResults = DEFAULT_RESULTS, nextToken } = request;
    const after = nextToken === undefined ? undefined : this.read(nextToken, scope);
    const first = after === undefined ? 0 : items.findIndex((item) => positionOf(item) < after);
    if (first < 0) { return { items: [] }; }
    const page = items.slice(first, first + maxResults);
    const last = page.at(-1);
    const isLast = last === undefined || items.length <= first + maxResults;
    return isLast ? { items: page } : { items: page, nextToken: this.write(positionOf(last), scope) };
  }

  private write(position: string, scope: readonly unknown[]): string {
    return Buffer.concat([this.seal(position, scope), Buffer.from(position)]).toString('base64url');
  }

  private read(token: string, scope: readonly unknown[]): string {
    const bytes = Buffer.from(token, 'base64url');
    const position = bytes.subarray(SEAL_BYTES).toString();
    const seal = bytes.subarray(0, SEAL_BYTES);
    if (seal.length !== SEAL_BYTES || !timingSafeEqual(seal, this.seal(position, scope))) {
      throw fieldInvalid('nextToken',
        "The value at 'nextToken' is not one that this list answered with. Leave it out to begin with the first page.");
    }
    return position;
  }

  private seal(position: string, scope: readonly unknown[]): Buffer {
    return createHmac('sha256', this.secret).update(JSON.stringify([position, ...scope])).digest().subarray(0, SEAL_BYTES);
  }
}

const SEAL_BYTES = 16;
