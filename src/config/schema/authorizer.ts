import { choice, list, map, Schema } from './schema';
import { anyText, formedText, texts } from './text';

const TYPES = ['NONE', 'AWS_IAM', 'CUSTOM_JWT'];
const TYPE_ADVICE = 'write AWS_IAM, or CUSTOM_JWT with jwt';

function allowList(title: string, description: string): Schema {
  return texts({ title, description }, anyText({ description: 'One of them.' }, { minLength: 1 }), { minItems: 1 });
}

const customClaim = map({ title: 'Custom claim', description: 'A claim that a token must have.' }, {
  inboundTokenClaimName: anyText({ title: 'Claim', description: 'The name of the claim.' }, { minLength: 1, maxLength: 255 }),
  inboundTokenClaimValueType: choice({ title: 'Type of the claim', description: 'Whether its value is one text or a list of texts.' }, ['STRING', 'STRING_ARRAY']),
  authorizingClaimMatchValue: map({ title: 'Match', description: 'What the claim is compared with, and how.' }, {
    claimMatchOperator: choice({
      title: 'Operator',
      description: 'EQUALS for a text. For a list CONTAINS, with one text that must be in it, or CONTAINS_ANY, with texts of which one must be in it.',
    }, ['EQUALS', 'CONTAINS', 'CONTAINS_ANY']),
    claimMatchValue: map({ title: 'Value', description: 'One text, or a list of texts for CONTAINS_ANY.' }, {
      matchValueString: anyText({ title: 'Text', description: 'The text to compare with.' }, { minLength: 1, maxLength: 255 }),
      matchValueStringList: allowList('Texts', 'The texts to compare with.'),
    }),
  }, { required: ['claimMatchOperator', 'claimMatchValue'], advice: 'write how the claim is compared, and with what' }),
}, {
  required: ['inboundTokenClaimName', 'inboundTokenClaimValueType', 'authorizingClaimMatchValue'],
  advice: 'a claim has inboundTokenClaimName, inboundTokenClaimValueType and authorizingClaimMatchValue',
});

const jwt = map({ title: 'JSON web tokens', description: 'Which tokens may invoke the agent. One of the lists must be there.' }, {
  discoveryUrl: formedText({ title: 'Discovery URL', description: 'Where the identity provider says how it works.' }, {
    pattern: '^.+/\\.well-known/openid-configuration$',
    allowed: 'a URL that ends in /.well-known/openid-configuration, or a CloudFormation function',
  }),
  allowedAudience: allowList('Audiences', 'Values of the aud claim.'),
  allowedClients: allowList('Clients', 'Values of the client_id claim.'),
  allowedScopes: allowList('Scopes', 'Scopes that a token may have.'),
  customClaims: list({ title: 'Custom claims', description: 'More claims that a token must have.' }, customClaim, { minItems: 1 }),
}, {
  required: ['discoveryUrl'],
  advice: 'write the URL of the identity provider that ends in /.well-known/openid-configuration',
  instead: {
    audience: 'write allowedAudience',
    allowedAudiences: 'write allowedAudience',
    clients: 'write allowedClients',
    scopes: 'write allowedScopes',
    claims: 'write customClaims',
    issuer: 'write discoveryUrl',
  },
});

const description = 'Who may invoke the agent. AWS_IAM: callers that IAM allows to. CUSTOM_JWT: callers with a token. NONE means AWS_IAM here.';

export const authorizer: Schema = {
  title: 'Authorizer',
  description,
  default: 'AWS_IAM',
  kinds: {
    string: { anyCase: TYPES },
    object: map({ description }, {
      type: choice({ title: 'Type of authorizer', description, default: 'AWS_IAM' }, TYPES),
      jwt,
    }, { required: ['type'], advice: TYPE_ADVICE }),
  },
};
