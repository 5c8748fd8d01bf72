from pathlib import Path

from aws_cdk import App, Environment, Stack
from aws_cdk.aws_cloudwatch import Alarm
from cdk_agentcore_code_interpreter import AgentsFromConfig, CodeInterpreterOperation

app = App()
stack = Stack(app, "ServerlessFull", env=Environment(region="us-east-1"))

config = AgentsFromConfig.from_yaml_file(stack, "Agents", str(Path(__file__).parent / "serverless.yml"), stage="prod")

# What the file describes are constructs, to go on with in code.
config.agents["analyst"].grant_invoke(config.agents["scout"])

Alarm(
    stack, "Throttled",
    metric=config.code_interpreters["analyzer"].metric_throttles(CodeInterpreterOperation.INVOKE),
    threshold=1,
    evaluation_periods=1,
)

app.synth()
