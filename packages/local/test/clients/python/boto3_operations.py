import boto3
from answers import SYSTEM, error, show, text

data = boto3.client('bedrock-agentcore')
control = boto3.client('bedrock-agentcore-control')


def known(response):
    return {name: value for name, value in response.items() if name != 'ResponseMetadata'}


start = {
    'codeInterpreterIdentifier': SYSTEM, 'name': 'mine', 'sessionTimeoutSeconds': 60,
    'clientToken': 'a-token-of-boto3-that-is-long-enough',
}
started = data.start_code_interpreter_session(**start)
session = {'codeInterpreterIdentifier': SYSTEM, 'sessionId': started['sessionId']}
found = {
    'started': known(started),
    'repeated': data.start_code_interpreter_session(**start)['sessionId'] == started['sessionId'],
    'seen': known(data.get_code_interpreter_session(**session)),
    'listed': data.list_code_interpreter_sessions(
        codeInterpreterIdentifier=SYSTEM, status='READY', maxResults=1,
    )['items'],
    'stopped': known(data.stop_code_interpreter_session(**session)),
    'after': data.get_code_interpreter_session(**session)['status'],
}

created = control.create_code_interpreter(
    name='boto3_made', description='of a test', networkConfiguration={'networkMode': 'SANDBOX'}, tags={'a': '1'},
)
identifier, arn = created['codeInterpreterId'], created['codeInterpreterArn']
mine = data.start_code_interpreter_session(codeInterpreterIdentifier=arn)
command = {'sessionId': mine['sessionId'], 'name': 'executeCommand', 'arguments': {'command': 'echo here'}}
paginator = control.get_paginator('list_code_interpreters')
pages = [
    [summary['name'] for summary in page['codeInterpreterSummaries']]
    for page in paginator.paginate(type='CUSTOM', PaginationConfig={'PageSize': 2})
]
system = control.list_code_interpreters(type='SYSTEM')['codeInterpreterSummaries']
tags = [control.list_tags_for_resource(resourceArn=arn)['tags']]
control.tag_resource(resourceArn=arn, tags={'b/c:d': 'x y'})
tags.append(control.list_tags_for_resource(resourceArn=arn)['tags'])
control.untag_resource(resourceArn=arn, tagKeys=['b/c:d', 'absent'])
tags.append(control.list_tags_for_resource(resourceArn=arn)['tags'])
found.update({
    'created': known(created),
    'got': known(control.get_code_interpreter(codeInterpreterId=identifier)),
    'by_arn': [
        text(data.invoke_code_interpreter(codeInterpreterIdentifier=arn, **command)),
        mine['codeInterpreterIdentifier'] == arn,
    ],
    'pages': [pages[0], *map(len, pages)],
    'system': [summary['codeInterpreterId'] for summary in system],
    'tags': tags,
    'busy': error(lambda: control.delete_code_interpreter(codeInterpreterId=identifier))['code'],
})
data.stop_code_interpreter_session(codeInterpreterIdentifier=arn, sessionId=mine['sessionId'])
found['deleted'] = known(control.delete_code_interpreter(codeInterpreterId=identifier))
found['gone'] = error(lambda: control.get_code_interpreter(codeInterpreterId=identifier))['code']
show(found)
