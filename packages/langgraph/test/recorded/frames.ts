import { EventStreamCodec } from '@smithy/eventstream-codec';

/** As recorded from what botocore and the AWS SDK for JavaScript both accept. */
export const GOLDEN_RESULT = Buffer.from(
  '000000950000004c03ae7ab20d3a6d6573736167652d747970650700056576656e740b3a6576656e742d74797065070006726573756c740d3a636f6e74'
  + '656e742d747970650700106170706c69636174696f6e2f6a736f6e7b22636f6e74656e74223a5b7b2274797065223a2274657874222c227465787422'
  + '3a226869227d5d2c2269734572726f72223a66616c73657d8116c831', 'hex',
);
export const GOLDEN_NOT_FOUND = Buffer.from(
  '00000089000000670a02f9710d3a6d6573736167652d74797065070009657863657074696f6e0f3a657863657074696f6e2d74797065070019726573'
  + '6f757263654e6f74466f756e64457863657074696f6e0d3a636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e7b226d6573'
  + '73616765223a22676f6e65227d6d2ebda9', 'hex',
);

const codec = new EventStreamCodec((bytes) => Buffer.from(bytes).toString(), (text) => Buffer.from(text));

export function resultFrame(result: object): Uint8Array {
  return frame({ ':message-type': 'event', ':event-type': 'result', ':content-type': 'application/json' }, JSON.stringify(result));
}

/** @param name as in the event stream's union, such as throttlingException */
export function exceptionFrame(name: string, message: string): Uint8Array {
  return frame({ ':message-type': 'exception', ':exception-type': name, ':content-type': 'application/json' }, JSON.stringify({ message }));
}

/** An error that the service's model does not know. */
export function unmodelledFrame(code: string, message: string): Uint8Array {
  return frame({ ':message-type': 'error', ':error-code': code, ':error-message': message }, '');
}

function frame(headers: Readonly<Record<string, string>>, body: string): Uint8Array {
  return codec.encode({
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, { type: 'string' as const, value }])),
    body: Buffer.from(body),
  });
}
