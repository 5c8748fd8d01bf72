/** The framework's rules for names, which references in files go by. */

const NAME_MAX_LENGTH = 48;

/** `my-agent_1` as a runtime is `MyDashagentUnderscore1Runtime`. */
export function frameworkLogicalId(name: string, suffix: string): string {
  const spelled = name.replace(/-/g, 'Dash').replace(/_/g, 'Underscore');
  return `${spelled.charAt(0).toUpperCase()}${spelled.slice(1)}${suffix}`;
}

/** The physical name of what is called `name` in a service and stage. */
export function frameworkName(service: string, name: string, stage: string): string {
  const base = `${service}_${name}_${stage}`.replace(/-/g, '_').replace(/[^a-zA-Z0-9_]/g, '');
  return (/^[a-zA-Z]/.test(base) ? base : `A${base}`).slice(0, NAME_MAX_LENGTH);
}

/** `spotify-gateway` is `AgentCoreGatewaySpotifyGateway`. */
export function frameworkGatewayLogicalId(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').split(/[^a-zA-Z0-9]+/);
  return `AgentCoreGateway${words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('')}`;
}
