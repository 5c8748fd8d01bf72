from concurrent.futures import ThreadPoolExecutor

import boto3
from answers import SYSTEM, show, text
from botocore.config import Config
from botocore.exceptions import ReadTimeoutError

client = boto3.client('bedrock-agentcore', config=Config(max_pool_connections=20))
impatient_client = boto3.client('bedrock-agentcore', config=Config(read_timeout=1, retries={'total_max_attempts': 1}))
session = client.start_code_interpreter_session(codeInterpreterIdentifier=SYSTEM)['sessionId']


def invoke(name, by=client, **arguments):
    return text(by.invoke_code_interpreter(
        codeInterpreterIdentifier=SYSTEM, sessionId=session, name=name, arguments=arguments,
    ))


def python(code, by=client):
    return invoke('executeCode', by, code=code, language='python')


with ThreadPoolExecutor(20) as threads:
    parallel = list(threads.map(lambda index: python(f'print({index})'), range(20)))
python('kept = "kept"')
try:
    impatient = python('while True: pass', impatient_client)
except ReadTimeoutError as problem:
    impatient = type(problem).__name__
show({
    'parallel': parallel,
    'impatient': impatient,
    'slept': python('import time; time.sleep(2); print("slept")'),
    'after': python('print(kept)'),
})
