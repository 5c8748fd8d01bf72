"""What the scripts of this folder have in common: reading answers, and printing what they found as JSON."""
import base64
import datetime
import json
from typing import Any, Callable, Dict

from botocore.exceptions import ClientError

SYSTEM = 'aws.codeinterpreter.v1'


def result(response: Dict[str, Any]) -> Dict[str, Any]:
    """The only event of an answer."""
    events = list(response['stream'])
    assert len(events) == 1, events
    return events[0]['result']


def text(response: Dict[str, Any]) -> str:
    return result(response)['content'][0]['text']


def error(call: Callable[[], Any]) -> Dict[str, Any]:
    """Of a call that fails, by the call itself or by its stream."""
    in_stream = False
    try:
        response = call()
        in_stream = True
        list(response['stream'])
    except ClientError as problem:
        return {
            'type': type(problem).__name__,
            'code': problem.response['Error']['Code'],
            'status': problem.response.get('ResponseMetadata', {}).get('HTTPStatusCode'),
            'retries': problem.response.get('ResponseMetadata', {}).get('RetryAttempts'),
            'in_stream': in_stream,
        }
    return {'type': 'none'}


def show(found: Dict[str, Any]) -> None:
    print(json.dumps(found, default=_jsonable))


def _jsonable(value: Any) -> Any:
    if isinstance(value, bytes):
        return {'base64': base64.b64encode(value).decode()}
    if isinstance(value, datetime.datetime):
        return {'datetime': value.isoformat()}
    raise TypeError(type(value).__name__)
