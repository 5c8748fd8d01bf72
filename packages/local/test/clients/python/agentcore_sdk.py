from answers import error, result, show, text
from bedrock_agentcore.tools.code_interpreter_client import CodeInterpreter, code_session


def refusal(call):
    try:
        call()
    except ValueError as problem:
        return str(problem)


interpreter = CodeInterpreter('us-east-1')
identifier = interpreter.start(name='of a test') and interpreter.identifier
seen = interpreter.get_session()
found = {
    'session': [identifier, seen['status'], seen['sessionTimeoutSeconds'], seen['sessionId'] == interpreter.session_id],
    'listed': seen['sessionId'] in [item['sessionId'] for item in interpreter.list_sessions(status='READY')['items']],
}

text(interpreter.execute_code('x = 6 * 7'))
found['code'] = text(interpreter.execute_code('print(x)'))
text(interpreter.clear_context())
found['cleared'] = text(interpreter.execute_code('print(x)'))
found['javascript'] = text(interpreter.execute_code('console.log(typeof 1)', 'javascript'))
found['typescript'] = text(interpreter.execute_code('const n: number = 3; console.log(n)', 'typescript'))
found['refused'] = refusal(lambda: interpreter.execute_code('1', 'ruby'))
command = result(interpreter.execute_command('echo out'))['structuredContent']
found['command'] = [command['stdout'], command['exitCode']]

found['uploaded'] = text(interpreter.upload_file('data.csv', 'a,b\n1,2\n', 'two columns'))
found['uploaded_many'] = text(interpreter.upload_files([
    {'path': 'many/a.bin', 'content': b'\x00\x01\x02\xff\xfe\xfd'}, {'path': 'many/b.bin', 'content': b'\xff'},
]))
found['absolute'] = 'Path must be relative' in refusal(lambda: interpreter.upload_file('/data.csv', ''))
found['file'] = interpreter.download_file('data.csv')
found['binary'] = interpreter.download_file('many/a.bin')
found['files'] = interpreter.download_files(['data.csv', 'many/b.bin'])
try:
    interpreter.download_file('none')
except FileNotFoundError as problem:
    found['missing'] = type(problem).__name__

installed = result(interpreter.install_packages(['requests']))['structuredContent']
found['installed'] = [installed['stdout'][:len('Requirement already satisfied: requests')], installed['exitCode']]
not_installed = result(interpreter.execute_command('pip install --retries 0 no-such-package-here'))
found['not_installed'] = [not_installed['isError'], not_installed['structuredContent']['exitCode']]
found['no_package'] = refusal(lambda: interpreter.install_packages([]))
found['bad_package'] = refusal(lambda: interpreter.install_packages(['--index-url=x']))

session_id = interpreter.session_id
found['stopped'] = [interpreter.stop(), interpreter.session_id]
with code_session('us-east-1') as client:
    found['with_session'] = text(client.invoke('executeCode', {'code': 'print(1 + 1)', 'language': 'python'}))
with code_session('us-east-1', identifier='custom-0000000000') as client:
    found['with_custom'] = [text(client.execute_command('echo here')), client.identifier]

created = interpreter.create_code_interpreter(
    name='sdk_made',
    execution_role_arn='arn:aws:iam::123456789012:role/of-a-test',
    network_configuration={'networkMode': 'SANDBOX'},
)
got = interpreter.get_code_interpreter(created['codeInterpreterId'])
listed = interpreter.list_code_interpreters(interpreter_type='CUSTOM')['codeInterpreterSummaries']
deleted = interpreter.delete_code_interpreter(created['codeInterpreterId'])
is_listed = any(item['name'] == 'sdk_made' for item in listed)
found['interpreters'] = [created['status'], got['status'], is_listed, deleted['status']]
interpreter.identifier, interpreter.session_id = identifier, session_id
found['after_stop'] = error(lambda: interpreter.invoke('listFiles'))['code']
show(found)
