/** A refusal, as AWS words it. */
export class AwsFault {
  readonly type: string;
  readonly status: number;
  constructor(type: string, status = 400) {
    this.type = type;
    this.status = status;
  }
}
