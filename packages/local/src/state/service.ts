import { ClientTokens } from './client-tokens.js';
import { Interpreter } from './interpreter.js';
import { Interpreters } from './interpreters.js';
import { Pages } from './pages.js';
import { RequestRates } from './request-rates.js';
import { Session } from './session.js';
import { Sessions } from './sessions.js';
import { FaultError } from '../faults/fault.js';
import { Faults, isFor } from '../faults/faults.js';
import { inflict } from '../faults/inflict.js';
import { parseFault } from '../faults/parse-fault.js';
import { Call } from '../operations/call.js';
import { cannotParse } from '../operations/service-exception.js';
import { EngineReport } from '../sandbox/sandbox.js';
import { ScriptTransformer } from '../script/transformer.js';

export interface ServiceParts {
  readonly interpreters: Interpreters;
  readonly sessions: Sessions;
  readonly faults: Faults;
  readonly report: EngineReport;
  readonly transformer: ScriptTransformer;
  /** Left out: requests are not counted. */
  readonly rates?: RequestRates;
  readonly warn: (message: string) => void;
}

/** What operations work on. */
export class Service {
  public readonly pages = new Pages();
  public readonly starts = new ClientTokens<Session>();
  public readonly creations = new ClientTokens<Interpreter>();
  public readonly deletions = new ClientTokens<Date>();
  public readonly interpreters: Interpreters;
  public readonly sessions: Sessions;
  public readonly report: EngineReport;
  public readonly transformer: ScriptTransformer;
  public readonly warn: (message: string) => void;
  private readonly faults: Faults;
  private readonly rates?: RequestRates;

  public constructor(parts: ServiceParts) {
    this.interpreters = parts.interpreters;
    this.sessions = parts.sessions;
    this.report = parts.report;
    this.transformer = parts.transformer;
    this.warn = parts.warn;
    this.faults = parts.faults;
    this.rates = parts.rates;
  }

  /** Throws when a call is not to be served: there are too many, or a fault was asked for. */
  public async admit(call: Call): Promise<void> {
    this.rates?.take(call.operation);
    const fault = (call.fault === undefined ? undefined : this.ownFault(call, call.fault)) ?? this.faults.strike(call);
    if (fault) { await inflict(fault, call, this.interpreters, this.sessions); }
  }

  private ownFault(call: Call, text: string): ReturnType<Faults['strike']> {
    try {
      const fault = parseFault(text, call.operation);
      const counted = (['times', 'after', 'probability'] as const).find((name) => fault[name] !== undefined);
      if (counted) { throw new FaultError(`${counted} is for faults of many calls, and the header is for this request only: leave it out.`); }
      return isFor(fault, call) ? fault : undefined;
    } catch (error) {
      throw error instanceof FaultError ? cannotParse(error.message) : error;
    }
  }
}
