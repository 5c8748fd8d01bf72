import threading
import time

import boto3
from answers import SYSTEM, error, show, text
from botocore.config import Config
from botocore.exceptions import ClientError

client = boto3.client('bedrock-agentcore')
# As before boto3 1.44, when this was the default.
legacy_client = boto3.client('bedrock-agentcore', config=Config(retries={'mode': 'legacy'}))


class Session:
    """Of an interpreter to which something happens."""

    def __init__(self, name='', by=client, **options):
        self.client = by
        self.identifier = f'{name}-0000000000' if name else SYSTEM
        started = client.start_code_interpreter_session(codeInterpreterIdentifier=self.identifier, **options)
        self.id = started['sessionId']

    def call(self, name='listFiles', **arguments):
        return self.client.invoke_code_interpreter(
            codeInterpreterIdentifier=self.identifier, sessionId=self.id, name=name, arguments=arguments,
        )

    def python(self, code):
        return self.call('executeCode', code=code, language='python')

    def done_after(self):
        """What a command prints, and how often it had to be sent again."""
        response = self.call('executeCommand', command='echo done')
        return [text(response), response['ResponseMetadata']['RetryAttempts']]

    def stop(self):
        client.stop_code_interpreter_session(codeInterpreterIdentifier=self.identifier, sessionId=self.id)


def get(session):
    return client.get_code_interpreter_session(codeInterpreterIdentifier=SYSTEM, sessionId=session)


def reason(call):
    try:
        call()
    except ClientError as problem:
        return [problem.response['reason'], problem.response['fieldList'][0]['name']]


throttled, expiring, usual = Session('throttled_in_stream'), Session('expiring'), Session()
text(throttled.python('x = 1'))
text(expiring.python('1'))
found = {
    'throttled': Session('throttled').done_after(),
    'throttled_legacy': Session('throttled_legacy', legacy_client).done_after(),
    'throttled_for_good': error(Session('throttled_for_good').call),
    'throttled_in_stream': error(lambda: throttled.python('x = 2')),
    'untouched': text(throttled.python('print(x)')),
    'expired': [error(expiring.call), error(expiring.call)],
    'over_quota': error(lambda: Session('over_quota')),
    'denied': error(Session('denied').call),
    'broken': Session('broken').done_after(),
    'unknown_interpreter': error(lambda: Session('none')),
    'unknown_session': error(lambda: get('0' * 26)),
    'invalid': [
        reason(lambda: usual.call('frobnicate')),
        reason(lambda: usual.call('executeCode', code='1', language='ruby')),
        reason(lambda: Session(sessionTimeoutSeconds=99_999)),
        reason(lambda: get('no session')),
    ],
}
threading.Thread(target=lambda: (time.sleep(0.3), usual.stop())).start()
found['stopped_under_way'] = error(lambda: usual.python('while True: pass'))
found['time_over'] = error(lambda: Session(sessionTimeoutSeconds=1).python('while True: pass'))
show(found)
