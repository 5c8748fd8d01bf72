import os

from answers import result, show

# As printed in the guide from here on, up to its last line.
from bedrock_agentcore.tools.code_interpreter_client import CodeInterpreter

# Get custom interpreter ID from environment
CUSTOM_INTERPRETER_ID = os.environ.get("CUSTOM_INTERPRETER_ID")

# Create client with custom identifier
code_interpreter = CodeInterpreter(region="us-east-1")
code_interpreter.start(identifier=CUSTOM_INTERPRETER_ID)

# Execute code
response = code_interpreter.invoke(
    method="executeCode",
    params={"code": "print('Hello from custom interpreter!')", "language": "python"}
)

# Clean up
code_interpreter.stop()

# The answer is whole although its session is over.
show(result(response))
