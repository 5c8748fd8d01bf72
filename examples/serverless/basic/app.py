from pathlib import Path

from aws_cdk import App, Environment, Stack
from cdk_agentcore_code_interpreter import AgentsFromConfig

app = App()
stack = Stack(app, "ServerlessBasic", env=Environment(region="us-east-1"))

AgentsFromConfig.from_yaml_file(stack, "Agents", str(Path(__file__).parent / "serverless.yml"))

app.synth()
