from aws_cdk import App, CfnOutput, Environment, Stack
from cdk_agentcore_code_interpreter import CodeInterpreter, CodeInterpreterNetwork
from constructs import Construct


class SandboxStack(Stack):
    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        analyzer = CodeInterpreter(
            self, "Analyzer",
            description="Python execution environment",
            network=CodeInterpreterNetwork.sandbox(),  # the default
            tags={"Purpose": "DataAnalysis"},
        )

        CfnOutput(self, "AnalyzerId", value=analyzer.code_interpreter_id)


app = App()
SandboxStack(app, "Sandbox", env=Environment(region="us-east-1"))
app.synth()
