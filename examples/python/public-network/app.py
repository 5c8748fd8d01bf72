from aws_cdk import App, CfnOutput, Environment, Stack
from cdk_agentcore_code_interpreter import CodeInterpreter, CodeInterpreterNetwork
from constructs import Construct


class PublicNetworkStack(Stack):
    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        analyzer = CodeInterpreter(
            self, "PublicAnalyzer",
            description="Code interpreter with internet access",
            network=CodeInterpreterNetwork.public_internet(),
            tags={"Purpose": "ExternalAPIs"},
        )

        CfnOutput(self, "PublicAnalyzerId", value=analyzer.code_interpreter_id)


app = App()
PublicNetworkStack(app, "PublicNetwork", env=Environment(region="us-east-1"))
app.synth()
