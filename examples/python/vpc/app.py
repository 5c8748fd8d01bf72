from aws_cdk import App, CfnOutput, Environment, Stack
from aws_cdk import aws_ec2 as ec2
from cdk_agentcore_code_interpreter import CodeInterpreter, CodeInterpreterNetwork
from constructs import Construct


class VpcStack(Stack):
    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        # A VPC that exists already: put your ids here. `ec2.Vpc(...)` and `Vpc.from_lookup` do as well.
        vpc = ec2.Vpc.from_vpc_attributes(
            self, "Vpc",
            vpc_id="vpc-12345678",
            availability_zones=["us-east-1a", "us-east-1b"],
            private_subnet_ids=["subnet-12345678", "subnet-87654321"],
        )
        security_group = ec2.SecurityGroup.from_security_group_id(self, "SecurityGroup", "sg-12345678")

        analyzer = CodeInterpreter(
            self, "VpcAnalyzer",
            description="Code interpreter for internal resources",
            network=CodeInterpreterNetwork.vpc(vpc=vpc, security_groups=[security_group]),
        )

        CfnOutput(self, "VpcAnalyzerId", value=analyzer.code_interpreter_id)


app = App()
VpcStack(app, "VpcAccess", env=Environment(region="us-east-1"))
app.synth()
