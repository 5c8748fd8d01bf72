"""The smallest app: what each line does in Python, its twin in JavaScript does too."""
from aws_cdk import App, Stack
from cdk_agentcore_code_interpreter import CodeInterpreter, CodeInterpreterNetwork

app = App()
stack = Stack(app, "Smoke")
CodeInterpreter(stack, "Default")
CodeInterpreter(stack, "Public", network=CodeInterpreterNetwork.public_internet(), description="Reaches the internet")
app.synth()
