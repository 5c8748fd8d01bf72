const STATUS = {
  ValidationException: 400,
  UnauthorizedException: 401,
  UnknownOperationException: 404,
  ServiceQuotaExceededException: 402,
  AccessDeniedException: 403,
  ResourceNotFoundException: 404,
  ConflictException: 409,
  ThrottlingException: 429,
  InternalServerException: 500,
} as const;

export type ExceptionName = keyof typeof STATUS;

export type ValidationReason = 'CannotParse' | 'FieldValidationFailed' | 'IdempotentParameterMismatchException' | 'ResourceConflict';

export interface InvalidField {
  readonly name: string;
  readonly message: string;
}

export interface ExceptionDetails {
  /** Of a ValidationException, which always has one. */
  readonly reason?: ValidationReason;
  readonly fieldList?: readonly InvalidField[];
  /** Sent as an event of a 200 answer, which SDKs do not retry, but for throttling in JavaScript. An HTTP error when left out. */
  readonly inStream?: boolean;
}

/** An error that the service's model knows. */
export class ServiceException extends Error {
  public readonly status: number;

  public constructor(public override readonly name: ExceptionName, message: string, private readonly details: ExceptionDetails = {}) {
    super(message);
    this.status = STATUS[name];
  }

  public get inStream(): boolean {
    return this.details.inStream ?? false;
  }

  /** The member of the event stream's union that carries it. */
  public get memberName(): string {
    return this.name.charAt(0).toLowerCase() + this.name.slice(1);
  }

  public get body(): object {
    const { reason, fieldList } = this.details;
    return { message: this.message, ...(reason && { reason }), ...(fieldList && { fieldList }) };
  }
}

/** A member that breaks its constraint. */
export function fieldInvalid(name: string, message: string): ServiceException {
  return new ServiceException('ValidationException', message, { reason: 'FieldValidationFailed', fieldList: [{ name, message }] });
}

/** A request that cannot be read at all. */
export function cannotParse(message: string): ServiceException {
  return new ServiceException('ValidationException', message, { reason: 'CannotParse' });
}

export function notFound(message: string): ServiceException {
  return new ServiceException('ResourceNotFoundException', message);
}
