"""Converse and ConverseStream as boto3 knows them."""
import json
import sys

import boto3
from botocore.exceptions import ClientError

client = boto3.client("bedrock-runtime")
MODEL = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0"
TOOLS = {"tools": [{"toolSpec": {"name": "execute_code", "inputSchema": {"json": {"type": "object", "properties": {"code": {"type": "string"}}}}}}]}


def user(*content):
    return {"role": "user", "content": list(content)}


def answer_to(message, text):
    use = next(block["toolUse"] for block in message["content"] if "toolUse" in block)
    return user({"toolResult": {"toolUseId": use["toolUseId"], "content": [{"text": text}]}})


def error_of(call):
    try:
        call()
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["Error"]["Message"], error.response["ResponseMetadata"]["HTTPStatusCode"]]
    return None


question = user({"text": "Calculate the 50th Fibonacci number"})
asked = client.converse(modelId=MODEL, messages=[question], toolConfig=TOOLS)
message = asked["output"]["message"]
said = client.converse(modelId=MODEL, messages=[question, message, answer_to(message, "4711")], toolConfig=TOOLS)
streamed = client.converse_stream(modelId=MODEL, messages=[question, message, answer_to(message, "4711")], toolConfig=TOOLS)
events = list(streamed["stream"])

json.dump({
    "asked": asked["stopReason"],
    "code": message["content"][0]["toolUse"]["input"]["code"],
    "said": said["output"]["message"]["content"],
    "streamed": "".join(event["contentBlockDelta"]["delta"]["text"] for event in events if "contentBlockDelta" in event),
    "stop": [event["messageStop"]["stopReason"] for event in events if "messageStop" in event],
    "no_messages": error_of(lambda: client.converse(modelId=MODEL, messages=[])),
    "invoke_model": error_of(lambda: client.invoke_model(modelId=MODEL, body="{}")),
}, sys.stdout)
