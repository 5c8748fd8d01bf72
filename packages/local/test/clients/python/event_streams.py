import base64
import json
import os

import boto3
from answers import SYSTEM, show
from botocore.awsrequest import AWSResponse
from botocore.exceptions import EventStreamError


class ByteByByte:
    """An answer's body, of which each read gives one byte."""

    def __init__(self, data):
        self._data = data

    def stream(self):
        return (bytes([byte]) for byte in self._data)

    def close(self):
        pass


def read(data):
    client = boto3.client('bedrock-agentcore')
    headers = {'content-type': 'application/vnd.amazon.eventstream'}
    answer = AWSResponse('http://127.0.0.1', 200, headers, ByteByByte(data))
    client.meta.events.register('before-send.bedrock-agentcore', lambda **_: answer)
    try:
        return list(client.invoke_code_interpreter(codeInterpreterIdentifier=SYSTEM, name='listFiles')['stream'])
    except EventStreamError as problem:
        return {'error': problem.response['Error']['Code'], 'message': problem.response['Error']['Message']}


show({'events': [read(base64.b64decode(answer)) for answer in json.loads(os.environ['ANSWERS'])]})
