import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/**
 * A file of Google's credentials that is changed into an access token at `url`, for the `subject` that it shows
 * there; no other kind asks anybody but Google. Gives its path; it is gone when the test is.
 */
export function googleCredentials(url: string, subject: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-credentials-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'subject');
  writeFileSync(file, subject);
  const path = join(folder, 'credentials.json');
  writeFileSync(
    path,
    JSON.stringify({
      type: 'external_account',
      audience:
        '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      token_url: `${url}/v1/token`,
      credential_source: { file },
    }),
  );
  return path;
}
