import { NetworkMode } from '../sandbox/sandbox.js';

export interface VpcConfig {
  readonly securityGroups: readonly string[];
  readonly subnets: readonly string[];
  readonly requireServiceS3Endpoint?: boolean;
}

export interface Certificate {
  readonly location: { readonly secretsManager: { readonly secretArn: string } };
}

interface AccessPoint {
  readonly accessPointArn: string;
  readonly mountPath: string;
  readonly fileSystemArn: string;
}

/** One of them. */
export interface FileSystem {
  readonly s3FilesConfiguration?: AccessPoint;
  readonly efsConfiguration?: AccessPoint;
}

export interface InterpreterSettings {
  /** Unique. */
  readonly name: string;
  readonly networkMode: NetworkMode;
  /** Left out: none. Only with VPC. It is kept and shown; nothing is put into a VPC here. */
  readonly vpcConfig?: VpcConfig;
  /** Left out: none. */
  readonly description?: string;
  /** Left out: none. It is kept and shown; sandboxes get no credentials. */
  readonly executionRoleArn?: string;
  /** Left out: none. They are kept and shown, and not installed. */
  readonly certificates?: readonly Certificate[];
  /** Left out: none. A session cannot be started with them. */
  readonly filesystemConfigurations?: readonly FileSystem[];
  /** Left out: none. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** An interpreter that is there from the start. */
export interface SeedInterpreter extends InterpreterSettings {
  readonly id: string;
}

export interface Interpreter extends Omit<InterpreterSettings, 'tags'> {
  readonly id: string;
  readonly arn: string;
  readonly type: 'SYSTEM' | 'CUSTOM';
  readonly createdAt: Date;
  /** Later interpreters have greater ones. */
  readonly position: string;
  readonly tags: Map<string, string>;
}
