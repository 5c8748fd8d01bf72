import { startScriptedModel } from '../model/index.js';
import { hasCredentials } from '../service/client-environment.js';

/** The first that is set counts, as for an SDK. */
const ENDPOINTS = ['AWS_ENDPOINT_URL_BEDROCK_RUNTIME', 'AWS_ENDPOINT_URL'];
/** An API key of Bedrock, which serves to call models and nothing else. */
const API_KEY = 'AWS_BEARER_TOKEN_BEDROCK';

/** Where an agent's calls of a model go. */
export interface ModelEndpoint {
  readonly environment: Readonly<Record<string, string>>;
  /** For people. */
  readonly title: string;
  close(): Promise<void>;
}

/** Bedrock where there are credentials for it, else a scripted stand-in. */
export async function modelEndpoint(scripted: boolean, environment: Readonly<Record<string, string | undefined>>): Promise<ModelEndpoint> {
  const variable = ENDPOINTS.find((name) => environment[name]);
  if (!scripted && variable !== undefined) { return elsewhere(`calls of a model go to ${environment[variable]}, as ${variable} says`); }
  if (!scripted && (environment[API_KEY] || hasCredentials(environment))) {
    return elsewhere('calls of a model go to Amazon Bedrock with your credentials, and cost what they cost there; --scripted has a stand-in answer');
  }
  const model = await startScriptedModel();
  return {
    environment: model.environment,
    title: `a SCRIPTED stand-in answers calls of a model, at ${model.url}: ${scripted ? 'as --scripted says' : 'there are no AWS credentials'}. `
      + 'It knows a few prompts only; ask it anything to hear which',
    close: () => model.close(),
  };
}

function elsewhere(title: string): ModelEndpoint {
  return { environment: {}, title, close: () => Promise.resolve() };
}
