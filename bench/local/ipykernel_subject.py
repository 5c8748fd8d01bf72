"""Jupyter's Python kernel through jupyter_client: answers each line of JSON on standard input with one. Times are in ms."""
import json
import os
import subprocess
import sys
import time

from jupyter_client.manager import KernelManager

SECONDS = 60


class Kernel:
    def __init__(self):
        self._manager = KernelManager()
        self._manager.start_kernel(stderr=subprocess.DEVNULL)
        self._client = self._manager.client()
        self._client.start_channels()

    @property
    def pid(self):
        return self._manager.provisioner.pid

    def wait_for_ready(self):
        self._client.wait_for_ready(timeout=SECONDS)

    def execute(self, code):
        """As clients do: until the reply is there, and the kernel says that it is idle."""
        sent = self._client.execute(code)
        while True:
            message = self._client.get_iopub_msg(timeout=SECONDS)
            is_ours = message['parent_header'].get('msg_id') == sent
            if is_ours and message['msg_type'] == 'status' and message['content']['execution_state'] == 'idle':
                break
        check(self._client.get_shell_msg(timeout=SECONDS))

    def execute_at_once(self, expression):
        """Without waiting until the kernel is ready: the request waits for it, and the reply brings the result."""
        self._client.execute('', user_expressions={'result': expression})
        reply = check(self._client.get_shell_msg(timeout=SECONDS))
        assert reply['content']['user_expressions']['result']['status'] == 'ok', reply

    def end(self):
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)


def check(reply):
    assert reply['content']['status'] == 'ok', reply
    return reply


def timed(action):
    start = time.perf_counter()
    result = action()
    return (time.perf_counter() - start) * 1000, result


def first_result(code, at_once):
    """From nothing to the first result."""
    def run():
        kernel = Kernel()
        if at_once:
            kernel.execute_at_once(code)
        else:
            kernel.wait_for_ready()
            kernel.execute(code)
        return kernel
    milliseconds, kernel = timed(run)
    kernel.end()
    return {'milliseconds': milliseconds}


def pss(pid):
    with open(f'/proc/{pid}/smaps_rollup') as rollup:
        return next(int(line.split()[1]) * 1024 for line in rollup if line.startswith('Pss:'))


def answer(question, kernel):
    if question['do'] == 'first':
        return first_result(question['code'], question.get('atOnce', False))
    if question['do'] == 'execute':
        return {'milliseconds': timed(lambda: kernel.execute(question['code']))[0]}
    return {'bytes': pss(kernel.pid)}


def main():
    kernel = Kernel()
    kernel.wait_for_ready()
    try:
        print(json.dumps({'pid': os.getpid()}), flush=True)
        for line in sys.stdin:
            print(json.dumps(answer(json.loads(line), kernel)), flush=True)
    finally:
        kernel.end()


if __name__ == '__main__':
    main()
