/** An HTTP answer about to be sent. */
export interface Reply {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: string;
  /** The registry's own answer to a lookup, as counted; absent for refusals, faults and everything else. */
  readonly resultCode?: string;
  /** The same of the co-payment function. */
  readonly copayCode?: string;
  readonly loginIssued?: boolean;
}

export function json(value: unknown, status = 200): Reply {
  return { status, contentType: 'application/json; charset=utf-8', body: JSON.stringify(value) };
}

/** What a proxy or web server answers in the gateway's place: HTML (gateway protocol §4.6). */
export function html(status: number, title: string): Reply {
  return {
    status,
    contentType: 'text/html; charset=utf-8',
    body: `<!DOCTYPE html><html><head><title>${title}</title></head><body><h2>${status} - ${title}</h2></body></html>`,
  };
}

export function empty(status: number): Reply {
  return { status, contentType: null, body: '' };
}
