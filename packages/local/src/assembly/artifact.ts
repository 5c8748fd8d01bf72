import { Assets, ImageAsset } from './assets.js';
import { asText, isRecord } from './template.js';

/** What a deploy ships for an agent. */
export type AgentArtifact =
  | {
    readonly kind: 'code';
    /** As the service calls it: `PYTHON_3_13`, `NODE_22`. */
    readonly runtime: string;
    /** A file of the folder; `opentelemetry-instrument` may come before it. */
    readonly entryPoint: readonly string[];
    /** Or an archive. */
    readonly folder: string;
  }
  | { readonly kind: 'image'; readonly asset: ImageAsset }
  /** Not in the assembly. */
  | { readonly kind: 'elsewhere'; readonly what: string };

/** Of the property `AgentRuntimeArtifact`. */
export function artifactOf(property: unknown, { files, images }: Assets): AgentArtifact {
  const { CodeConfiguration: code, ContainerConfiguration: container } = isRecord(property) ? property : {};
  if (isRecord(code)) {
    const location = isRecord(code.Code) && isRecord(code.Code.S3) ? code.Code.S3 : {};
    const asset = files.find(({ objectKeys }) => typeof location.Prefix === 'string' && objectKeys.includes(location.Prefix));
    if (!asset) { return { kind: 'elsewhere', what: `its code is in a bucket, under ${asText(location.Prefix) ?? 'no key'}` }; }
    const entryPoint = Array.isArray(code.EntryPoint) ? code.EntryPoint.map(String) : [];
    return { kind: 'code', runtime: asText(code.Runtime) ?? '', entryPoint, folder: asset.path };
  }
  if (isRecord(container)) {
    const uri = asText(container.ContainerUri) ?? '';
    const asset = images.find(({ imageTags }) => imageTags.some((tag) => new RegExp(`:${escaped(tag)}(?![\\w.-])`).test(uri)));
    return asset ? { kind: 'image', asset } : { kind: 'elsewhere', what: `its image is in a registry, ${uri || 'without a name'}` };
  }
  return { kind: 'elsewhere', what: 'its template names neither code nor an image' };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
