from aws_cdk import App, CfnOutput, Environment, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from cdk_agentcore_code_interpreter import CodeInterpreter, CodeInterpreterExecutionRole, CodeInterpreterNetwork
from constructs import Construct


class ExecutionRoleStack(Stack):
    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        interpreter = CodeInterpreter(
            self, "CustomInterpreter",
            network=CodeInterpreterNetwork.public_internet(),
            execution_role=CodeInterpreterExecutionRole(
                self, "Role",
                role_name="custom-interpreter-role",
                tags={"Team": "AI"},
            ),
        )

        # Exactly two actions; `bucket.grant_read_write(interpreter)` lists and deletes as well.
        bucket = s3.Bucket.from_bucket_name(self, "DataBucket", "my-data-bucket")
        interpreter.add_to_role_policy(iam.PolicyStatement(
            actions=["s3:GetObject", "s3:PutObject"],
            resources=[bucket.arn_for_objects("*")],
        ))

        CfnOutput(self, "CustomInterpreterId", value=interpreter.code_interpreter_id)


app = App()
ExecutionRoleStack(app, "ExecutionRole", env=Environment(region="us-east-1"))
app.synth()
