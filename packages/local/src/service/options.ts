import { ConfiguredInterpreter } from '../config/config-file.js';
import { Fault } from '../faults/fault.js';
import { ServiceObserver } from '../observer.js';
import { Limits, Tier } from '../sandbox/sandbox.js';

/** All may be left out. What a configuration file says holds where nothing is given here. */
export interface LocalServiceOptions {
  /** Left out: any that is free. */
  readonly port?: number;
  /** Left out: 127.0.0.1. Anything but loopback needs `token`: whoever reaches the service can run code on this machine. */
  readonly host?: string;
  /** What clients have to present, as their access key or bearer token: at least 16 characters. Left out: nothing. */
  readonly token?: string;
  /** Names besides those of loopback and `host` that clients may call the service by. Left out: none. */
  readonly hostNames?: readonly string[];
  /** Of ARNs. Left out: AWS_REGION, AWS_DEFAULT_REGION, or us-east-1. */
  readonly region?: string;
  /** Of ARNs. Left out: 123456789012. */
  readonly accountId?: string;
  /** Folder of a synthesized CDK app, whose code interpreters are served. Left out: none. */
  readonly assembly?: string;
  /** A JSON file with more of these options. Left out: none. */
  readonly config?: string;
  /** Code interpreters to serve from the start. Left out: only those of the assembly, and the one that AWS manages. */
  readonly interpreters?: readonly ConfiguredInterpreter[];
  /** Of each session. Left out: the service's own. */
  readonly limits?: Partial<Limits>;
  /** What runs Python. Left out: that of `agentcore-local setup`, else `python3` on the path. */
  readonly python?: string;
  /** Modules that sessions start with, already imported. Left out: numpy, pandas, pyplot and IPython, those that are installed. */
  readonly preload?: readonly string[];
  /** Sandboxes kept ready for each network mode in use. Left out: 4. */
  readonly pool?: number;
  /** How sessions are kept apart. Left out: the best that works here. */
  readonly tier?: Tier;
  /** Needed for the tier `none`, in which code can do all that you can. Left out: false. */
  readonly unsafeNoSandbox?: boolean;
  /** Failures on purpose, as objects or as they are written for `--fault`. Left out: none. */
  readonly faults?: readonly (Fault | string)[];
  /** Whether more requests per second than the service takes are throttled: 30, and 5 to create or delete interpreters. Left out: no. */
  readonly limitRequestRates?: boolean;
  /** Told of each call and session. Left out: nobody is. */
  readonly observer?: ServiceObserver;
  /** Private addresses that PUBLIC and VPC sessions may reach: `db.example.com:5432`, `10.1.0.0/16`. Left out: none. */
  readonly allowHosts?: readonly string[];
  /** The page at `/`. Left out: it is served. */
  readonly page?: boolean;
  /** Told what the operator should know, a line each. Left out: it goes to stderr. */
  readonly onWarning?: (message: string) => void;
}
