import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

function openssl(folder: string, args: readonly string[]): void {
  const result = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(result.stderr);
}

/** An authority of this test, and certificates it signs; nothing else trusts it. */
export function createAuthority(folder: string) {
  mkdirSync(join(folder, 'issued'), { recursive: true });
  writeFileSync(join(folder, 'index.txt'), '');
  writeFileSync(join(folder, 'serial'), '01\n');
  writeFileSync(
    join(folder, 'ca.cnf'),
    [
      '[ca]\ndefault_ca=test\n[test]\ndatabase=index.txt\nserial=serial\nnew_certs_dir=issued',
      'certificate=ca.pem\nprivate_key=ca.key\ndefault_md=sha256\npolicy=any\ncopy_extensions=copy\nunique_subject=no',
      '[any]\ncommonName=supplied',
    ].join('\n'),
  );
  openssl(folder, ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=Test authority', '-keyout', 'ca.key', '-out', 'ca.pem']); // prettier-ignore
  let count = 0;
  return {
    ca: readFileSync(join(folder, 'ca.pem'), 'utf8'),
    /** `names` as in subjectAltName, for example `IP:127.0.0.1`. Dates are `YYYYMMDDHHMMSSZ`. */
    issue(names: string, from = '20240101000000Z', to = '20991231000000Z'): Certificate {
      const name = `c${(count += 1)}`;
      openssl(folder, ['req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=server', '-addext', `subjectAltName=${names}`, '-keyout', `${name}.key`, '-out', `${name}.csr`]); // prettier-ignore
      openssl(folder, ['ca', '-batch', '-config', 'ca.cnf', '-startdate', from, '-enddate', to, '-in', `${name}.csr`, '-out', `${name}.pem`, '-notext']); // prettier-ignore
      return {
        key: readFileSync(join(folder, `${name}.key`), 'utf8'),
        cert: readFileSync(join(folder, `${name}.pem`), 'utf8'),
      };
    },
  };
}
