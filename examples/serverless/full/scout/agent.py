import json
import os
from bedrock_agentcore.runtime import BedrockAgentCoreApp
from bedrock_agentcore.tools.browser_client import browser_session
from bedrock_agentcore.tools.code_interpreter_client import CodeInterpreter
from langchain.chat_models import init_chat_model
from langchain_core.tools import tool
from langgraph.prebuilt import create_react_agent
from playwright.sync_api import sync_playwright

# Get the IDs of the interpreter and the browser from environment
CUSTOM_INTERPRETER_ID = os.environ.get("CUSTOM_INTERPRETER_ID")
CUSTOM_BROWSER_ID = os.environ.get("CUSTOM_BROWSER_ID")

app = BedrockAgentCoreApp()

@tool
def execute(code: str) -> str:
    """Run Python code that may call APIs and download packages. Print what you want to know."""
    code_interpreter = CodeInterpreter(region="us-east-1")
    code_interpreter.start(identifier=CUSTOM_INTERPRETER_ID)
    try:
        response = code_interpreter.invoke(
            method="executeCode",
            params={"code": code, "language": "python"}
        )
        return json.dumps([event["result"] for event in response["stream"]], default=str)
    finally:
        code_interpreter.stop()

@tool
def read_page(url: str) -> str:
    """Read the text of a web page."""
    with browser_session("us-east-1", identifier=CUSTOM_BROWSER_ID) as session, sync_playwright() as playwright:
        ws_url, headers = session.generate_ws_headers()
        browser = playwright.chromium.connect_over_cdp(ws_url, headers=headers)
        page = browser.new_page()
        page.goto(url)
        return page.inner_text("body")

@app.entrypoint
async def invoke(payload, context):
    llm = init_chat_model(
        "us.anthropic.claude-sonnet-4-20250514-v1:0",
        model_provider="bedrock_converse",
    )
    agent = create_react_agent(model=llm, tools=[execute, read_page])
    result = await agent.ainvoke(
        {"messages": [{"role": "user", "content": payload.get("prompt")}]}
    )
    return {"result": result["messages"][-1].content}

app.run()
