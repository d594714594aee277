/**
 * From leave to talk to the service to what `new GoogleGenAI()` is given. The SDK fills in whatever is
 * not said from variables of its own (`GOOGLE_API_KEY`, `GEMINI_API_KEY`, `GOOGLE_GENAI_USE_VERTEXAI`,
 * `GOOGLE_CLOUD_PROJECT`, `GOOGLE_VERTEX_BASE_URL` …), and a secret would go elsewhere, or another one
 * along; so everything that decides where a secret goes is said here, in each way.
 */
import type { Access } from '../live/access.ts';

export interface ClientOptions {
  /** For the constructor; made anew each time, since the SDK writes into it. */
  readonly sdk: SdkOptions;
  /** For `live.connect()`. */
  readonly model: string;
  /** What must never be shown; of Vertex AI only the SDK knows it. */
  readonly secret: string | undefined;
}

/** The part of `GoogleGenAIOptions` that is used. */
export interface SdkOptions {
  readonly vertexai: boolean;
  readonly apiKey?: string;
  readonly project?: string;
  readonly location?: string;
  readonly googleAuthOptions?: { projectId: string; keyFilename?: string };
  readonly httpOptions: {
    apiVersion: string;
    baseUrl: string;
    headers?: Record<string, string>;
  };
}

/** The part of the section `live` of the configuration that is used. */
export interface ServicePlace {
  readonly model: string;
  /** Of the Gemini API, where an API key is shown; the other ways have their own. */
  readonly apiVersion: string;
  /** In place of Google's; a gateway has its own. */
  readonly baseUrl?: string | undefined;
  readonly auth?: { readonly type: string; readonly credentialsFile?: string | undefined };
}

const GEMINI_URL = 'https://generativelanguage.googleapis.com';
/** The only version that takes ephemeral tokens; the SDK then asks for the constrained method. */
const TOKEN_VERSION = 'v1alpha';
const VERTEX_VERSION = 'v1beta1';
/** Not one place but several (docs.cloud.google.com, "Locations"); as in the SDK. */
const MULTI_REGIONS: readonly string[] = ['us', 'eu'];

/** What the SDK needs to show `access` to the service. */
export function clientOptions(access: Access, live: ServicePlace): ClientOptions {
  switch (access.type) {
    case 'api-key':
      return gemini(access.key, live.apiVersion, live);
    case 'token':
      return gemini(access.token, TOKEN_VERSION, live);
    case 'vertex':
      return vertex(access, live);
    case 'gateway':
      return gateway(access, live);
  }
}

/** The SDK itself puts `models/` before the name. */
const gemini = (apiKey: string, apiVersion: string, live: ServicePlace): ClientOptions => ({
  sdk: {
    vertexai: false,
    apiKey,
    httpOptions: { apiVersion, baseUrl: live.baseUrl ?? GEMINI_URL },
  },
  model: live.model,
  secret: apiKey,
});

/** No `apiKey`, not even an empty one: the SDK would show it instead of asking for credentials. */
function vertex(
  { project, location }: Extract<Access, { type: 'vertex' }>,
  live: ServicePlace,
): ClientOptions {
  const keyFilename = live.auth?.credentialsFile;
  return {
    sdk: {
      vertexai: true,
      project,
      location,
      // Without it the library looks for a project in all the machine, and runs `gcloud` for it.
      googleAuthOptions: { projectId: project, ...(keyFilename !== undefined && { keyFilename }) },
      httpOptions: {
        apiVersion: VERTEX_VERSION,
        baseUrl: live.baseUrl ?? `https://${vertexHost(location)}`,
      },
    },
    // The SDK puts project, location and publisher before a bare name only.
    model: live.model.replace(/^models\//, ''),
    secret: undefined,
  };
}

function vertexHost(location: string): string {
  if (location === 'global') return 'aiplatform.googleapis.com';
  if (MULTI_REGIONS.includes(location)) return `aiplatform.${location}.rep.googleapis.com`;
  return `${location}-aiplatform.googleapis.com`;
}

/**
 * The SDK takes an address as it is only for Vertex AI, and only without key, project and location.
 * They are empty and not absent: what is absent is taken from variables. A name with a `/` goes
 * through as it is, a bare one becomes `publishers/google/models/…`.
 */
const gateway = (
  { url, bearer }: Extract<Access, { type: 'gateway' }>,
  live: ServicePlace,
): ClientOptions => ({
  sdk: {
    vertexai: true,
    apiKey: '',
    project: '',
    location: '',
    httpOptions: {
      apiVersion: VERTEX_VERSION,
      // The SDK turns `http` into `ws`, and all else into `wss`.
      baseUrl: url.replace(/^ws(?=s?:)/i, 'http'),
      headers: { Authorization: `Bearer ${bearer}` },
    },
  },
  model: live.model,
  secret: bearer,
});
