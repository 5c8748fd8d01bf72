import json
import os
from bedrock_agentcore.runtime import BedrockAgentCoreApp
from bedrock_agentcore.tools.code_interpreter_client import CodeInterpreter
from langchain.chat_models import init_chat_model
from langchain_core.tools import tool
from langgraph.prebuilt import create_react_agent

# Get custom interpreter ID from environment
CUSTOM_INTERPRETER_ID = os.environ.get("CUSTOM_INTERPRETER_ID")

app = BedrockAgentCoreApp()

@tool
def execute(code: str) -> str:
    """Run Python code that may call APIs and download packages. Print what you want to know."""
    # Create client with custom identifier
    code_interpreter = CodeInterpreter(region="us-east-1")
    code_interpreter.start(identifier=CUSTOM_INTERPRETER_ID)

    # Execute code
    try:
        response = code_interpreter.invoke(
            method="executeCode",
            params={"code": code, "language": "python"}
        )
        return json.dumps([event["result"] for event in response["stream"]], default=str)
    finally:
        # Clean up
        code_interpreter.stop()

@app.entrypoint
async def invoke(payload, context):
    # Initialize chat model
    llm = init_chat_model(
        "us.anthropic.claude-sonnet-4-20250514-v1:0",
        model_provider="bedrock_converse",
    )

    # Create agent with the code interpreter as its tool
    agent = create_react_agent(model=llm, tools=[execute])

    # Run the agent
    result = await agent.ainvoke(
        {"messages": [{"role": "user", "content": payload.get("prompt")}]}
    )
    return {"result": result["messages"][-1].content}

app.run()
