from pathlib import Path

from aws_cdk import App, Environment, Stack
from cdk_agentcore_code_interpreter import AgentModel, AgentSource, AgentWithCodeInterpreter
from constructs import Construct


class BasicAgentStack(Stack):
    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        AgentWithCodeInterpreter(
            self, "CodeAgent",
            # Without it: the directory in which the app runs.
            source=AgentSource.from_directory(str(Path(__file__).parent / "../../agents/basic")),
            models=[AgentModel.inference_profile("us.anthropic.claude-sonnet-4-20250514-v1:0")],
        )


app = App()
BasicAgentStack(app, "BasicAgent", env=Environment(region="us-east-1"))
app.synth()
