import json
import os
from bedrock_agentcore.runtime import BedrockAgentCoreApp
from bedrock_agentcore.tools.code_interpreter_client import CodeInterpreter
from langchain.chat_models import init_chat_model
from langchain_core.tools import tool
from langgraph.prebuilt import create_react_agent

# Get the interpreter IDs from environment
CUSTOM_INTERPRETER_ID = os.environ.get("CUSTOM_INTERPRETER_ID")
REPORTS_ID = os.environ.get("REPORTS_ID")

app = BedrockAgentCoreApp()

def execute(identifier, code):
    code_interpreter = CodeInterpreter(region="us-east-1")
    code_interpreter.start(identifier=identifier)
    try:
        response = code_interpreter.invoke(
            method="executeCode",
            params={"code": code, "language": "python"}
        )
        return json.dumps([event["result"] for event in response["stream"]], default=str)
    finally:
        code_interpreter.stop()

@tool
def analyze(code: str) -> str:
    """Run Python code that may read the datasets in Amazon S3. Print what you want to know."""
    return execute(CUSTOM_INTERPRETER_ID, code)

@tool
def query_reports(code: str) -> str:
    """Run Python code that may query the private reporting database. Print what you want to know."""
    return execute(REPORTS_ID, code)

@app.entrypoint
async def invoke(payload, context):
    llm = init_chat_model(
        "us.anthropic.claude-sonnet-4-20250514-v1:0",
        model_provider="bedrock_converse",
    )
    agent = create_react_agent(model=llm, tools=[analyze, query_reports])
    result = await agent.ainvoke(
        {"messages": [{"role": "user", "content": payload.get("prompt")}]}
    )
    return {"result": result["messages"][-1].content}

app.run()
