from pathlib import Path

from aws_cdk import App, Environment, Stack
from cdk_agentcore_code_interpreter import (
    AgentModel,
    AgentSource,
    AgentWithCodeInterpreter,
    CodeInterpreter,
    CodeInterpreterNetwork,
)
from constructs import Construct


class LangGraphAgentStack(Stack):
    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        agent = AgentWithCodeInterpreter(
            self, "Agent",
            source=AgentSource.from_directory(str(Path(__file__).parent / "../../agents/langgraph-js")),
            # The agent finds the id in CUSTOM_INTERPRETER_ID.
            code_interpreter=CodeInterpreter(
                self, "PublicInterpreter",
                description="Code interpreter with internet access",
                network=CodeInterpreterNetwork.public_internet(),
            ),
            models=[AgentModel.inference_profile("us.anthropic.claude-sonnet-4-20250514-v1:0")],
        )

        analyzer = CodeInterpreter(self, "Analyzer", description="Code interpreter without internet access")
        agent.add_code_interpreter(analyzer, environment_variable="ANALYZER_ID")


app = App()
LangGraphAgentStack(app, "LangGraphAgent", env=Environment(region="us-east-1"))
app.synth()
