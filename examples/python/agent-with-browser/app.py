from pathlib import Path

from aws_cdk import App, Environment, Stack
from cdk_agentcore_code_interpreter import AgentBrowser, AgentModel, AgentSource, AgentWithCodeInterpreter
from constructs import Construct


class BrowserAgentStack(Stack):
    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        AgentWithCodeInterpreter(
            self, "ResearchAgent",
            source=AgentSource.from_directory(str(Path(__file__).parent / "../../agents/with-browser")),
            browser=AgentBrowser.aws_managed(),
            models=[AgentModel.inference_profile("us.anthropic.claude-sonnet-4-20250514-v1:0")],
        )


app = App()
BrowserAgentStack(app, "BrowserAgent", env=Environment(region="us-east-1"))
app.synth()
