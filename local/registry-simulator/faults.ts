import { bareAnswer } from './answer.ts';
import { codeEntry } from './codes.ts';
import type { Fault, Scope } from './control.ts';
import { bareCopay, copayNotes } from './copay.ts';
import { empty, html, json } from './reply.ts';
import type { Reply } from './reply.ts';

/** A reply as it leaves, or what happens to the connection instead. */
export type Outcome =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'drop' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'drop-mid-body'; readonly reply: Reply };

const sent = (reply: Reply): Outcome => ({ kind: 'reply', reply });

const bareAnswers: Record<Scope, (code: string) => unknown> = {
  login: (code) => ({ maKetQua: code, APIKey: null }),
  lookup: (code) => bareAnswer(code),
  copay: (code) => bareCopay(code, codeEntry(code).status).answer,
};

const copayError = (note: string): Outcome => sent(json(bareCopay('500', note).answer));

/** Well-formed JSON that no reader of the document would expect. */
const nonsense = {
  maKetQua: { ma: ['000'] },
  MaKetQua: '200',
  DataCCT: {},
  maThe: 0,
  hoTen: false,
  gtTheTu: {},
  APIKey: 'Bearer',
};

/** What a fault makes of the reply the simulator had ready. A spoilt reply no longer counts as an answer. */
export function spoil(reply: Reply, fault: Fault, scope: Scope): Outcome {
  switch (fault.kind) {
    case 'drop':
    case 'hang':
      return { kind: fault.kind };
    case 'drop-mid-body':
      return { kind: fault.kind, reply };
    case 'http-5xx':
      return sent(html(fault.status, 'Service Unavailable'));
    case 'empty-body':
      return sent(empty(200));
    case 'truncated-json':
      return sent({
        status: 200,
        contentType: reply.contentType,
        body: reply.body.slice(0, Math.floor(reply.body.length / 2)),
      });
    case 'wrong-type':
      return sent(json(nonsense));
    case 'result-code':
      return sent(json(bareAnswers[scope](fault.code)));
    case 'restricted-account':
      return copayError(copayNotes.restricted);
    case 'system-fault':
      return copayError(copayNotes.fault);
  }
}
