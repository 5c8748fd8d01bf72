import asyncio
from bedrock_agentcore.runtime import BedrockAgentCoreApp
from langchain.chat_models import init_chat_model
from langchain_aws.tools import create_code_interpreter_toolkit
from langgraph.prebuilt import create_react_agent

app = BedrockAgentCoreApp()

@app.entrypoint
async def invoke(payload, context):
    # Create code interpreter toolkit (uses AWS-managed default)
    toolkit, code_tools = await create_code_interpreter_toolkit(region="us-east-1")

    # Initialize chat model
    llm = init_chat_model(
        "us.anthropic.claude-sonnet-4-20250514-v1:0",
        model_provider="bedrock_converse",
    )

    # Create agent with code interpreter tools
    agent = create_react_agent(model=llm, tools=code_tools)

    # Run the agent
    config = {"configurable": {"thread_id": "session-1"}}
    result = await agent.ainvoke(
        {"messages": [{"role": "user", "content": payload.get("prompt")}]},
        config=config
    )

    await toolkit.cleanup()
    return {"result": result["messages"][-1].content}

app.run()
