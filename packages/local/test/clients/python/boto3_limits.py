import hashlib
import os

import boto3
from answers import SYSTEM, error, result, show, text

LARGEST = 100_000_000

client = boto3.client('bedrock-agentcore')
session = client.start_code_interpreter_session(codeInterpreterIdentifier=SYSTEM)['sessionId']


def invoke(name, **arguments):
    return client.invoke_code_interpreter(
        codeInterpreterIdentifier=SYSTEM, sessionId=session, name=name, arguments=arguments,
    )


def command(line):
    return text(invoke('executeCommand', command=line))


blob = bytes(range(250)) * (LARGEST // 250)
size = int(os.environ['SIZE'])
written = text(invoke('writeFiles', content=[{'path': 'large', 'blob': blob}]))
same = command('sha256sum < large').split()[0] == hashlib.sha256(blob).hexdigest()
refused = error(lambda: invoke('writeFiles', content=[{'path': 'larger', 'blob': blob + b'.'}]))['code']
command(f"head -c {size} /dev/zero | tr '\\0' a > f; (cat f; printf a) > g")
command(f'head -c {18 * 1024 * 1024 - 1024} /dev/urandom > h')
one_more = result(invoke('readFiles', paths=['g']))
show({
    'written': written,
    'same': same,
    'refused': refused,
    'fills_an_event': len(result(invoke('readFiles', paths=['f']))['content'][0]['resource']['text']),
    'one_more': [one_more['isError'], one_more['content'][0]['text']],
    'bytes_of_an_event': len(result(invoke('readFiles', paths=['h']))['content'][0]['resource']['blob']),
})
