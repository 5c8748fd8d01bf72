import time

import boto3
from answers import SYSTEM, result, show

client = boto3.client('bedrock-agentcore')
session = client.start_code_interpreter_session(codeInterpreterIdentifier=SYSTEM)['sessionId']


def call(name, **arguments):
    given = {'arguments': arguments} if arguments else {}
    return client.invoke_code_interpreter(codeInterpreterIdentifier=SYSTEM, sessionId=session, name=name, **given)


def invoke(name, **arguments):
    return result(call(name, **arguments))


def run(language, code, **options):
    return invoke('executeCode', language=language, code=code, **options)


def in_each_runtime(language, code):
    return [run(language, code), run(language, code, runtime='deno'), run(language, code, runtime='nodejs')]


def names():
    return sorted(block['name'] for block in invoke('listFiles', directoryPath='made')['content'])


def finished(task):
    deadline = time.monotonic() + 20
    while True:
        state = invoke('getTask', taskId=task)['structuredContent']
        if state['taskStatus'] not in ('submitted', 'working') or time.monotonic() > deadline:
            return state
        time.sleep(0.05)


WHO = 'console.log(globalThis.Deno ? "deno" : "node")'
TYPED = 'const n: number = 3; console.log(n)'
run('python', 'x = 42')
failed = run('python', '1 / 0')
found = {
    'python': run('python', 'print(x)'),
    'javascript': in_each_runtime('javascript', WHO),
    'typescript': in_each_runtime('typescript', TYPED),
    'traceback': [failed['isError'], failed['structuredContent']['exitCode'], failed['content'][0]['text']],
    'command': invoke('executeCommand', command='echo out; echo err >&2; exit 3'),
    'written': invoke('writeFiles', content=[
        {'path': 'made/a.csv', 'text': 'é,漢\n'}, {'path': 'made/b.png', 'blob': b'\x00\x01\x02\xff\xfe\xfd'},
    ]),
    'listed': names(),
    'read': [block['resource'] for block in invoke('readFiles', paths=['made/a.csv', 'made/b.png'])['content']],
}
missing = invoke('readFiles', paths=['none'])
found.update({
    'missing': [missing['isError'], [block['type'] for block in missing['content']]],
    'removed': invoke('removeFiles', paths=['made/a.csv']),
    'after': names(),
    'submitted': invoke('startCommandExecution', command='sleep 600'),
})
task = finished(invoke('startCommandExecution', command='echo background')['structuredContent']['taskId'])
found['task'] = [task['taskStatus'], task['stdout'], task['exitCode']]
long_task = found['submitted']['structuredContent']['taskId']
found['stopped'] = [
    invoke('stopTask', taskId=long_task)['structuredContent']['taskStatus'],
    invoke('stopTask', taskId=long_task)['isError'],
]
found['session_header'] = call('listFiles')['sessionId'] == session
show(found)
