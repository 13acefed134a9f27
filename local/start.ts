import { chipSubject } from './people/scans.ts';
import { personById } from './people/people.ts';
import { sandboxOperator } from './sandbox.ts';
import { type LocalService, startLocal } from './service.ts';

/** `npm start`: the product on this machine, and how to try it. */
process.stdout.write('Tiếp Đón: starting the local service…\n');
const service = await start();
const { url, tokenUrl, clients, vneid } = service;

const person = personById('valid-employee');
const [client] = clients;
if (client === undefined) throw new Error('No facility was loaded');

const operator = JSON.stringify(sandboxOperator);
const lookup = (subject: string): string =>
  `curl -s ${url}/v1/eligibility -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' -d ${subject}`;

process.stdout.write(`
Ready on ${url}
  reference ${url}/docs    people to scan ${url}/sandbox    registry simulator ${service.registry?.controlUrl ?? 'replaced by REGISTRY_URL'}

Get a token, look up a person by chip, look up the same person by VNeID token:

TOKEN=$(curl -s ${tokenUrl} -d grant_type=client_credentials -d client_id=${client.clientId} -d client_secret=${client.clientSecret} -d scope=eligibility:check | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')

${lookup(`'{"subject":${JSON.stringify(chipSubject(person))},"operator":${operator}}'`)}

VNEID=$(curl -s ${url}${vneid.mintPath} -d '${JSON.stringify({ citizenPid: person.personalId, fullName: person.fullName, birthDate: person.dateOfBirth })}' | sed 's/.*"token":"\\([^"]*\\)".*/\\1/'); ${lookup(`"{\\"subject\\":{\\"kind\\":\\"vneid\\",\\"token\\":\\"$VNEID\\"},\\"operator\\":${operator.replaceAll('"', '\\"')}}"`)}

Ctrl+C stops it.
`);

/** A setting that is not valid is the user's to mend: the sentence, not our stack. */
async function start(): Promise<LocalService> {
  try {
    return await startLocal({ port: Number(process.env['PORT'] ?? 3000), environment: process.env });
  } catch (error) {
    process.stderr.write(`Cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void service.close().then(() => process.exit(0));
  });
}
