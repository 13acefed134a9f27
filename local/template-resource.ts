import * as z from 'zod';

/** One resource of the template, called by its logical id. */
export interface Resource {
  readonly id: string;
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly Metadata: Record<string, unknown>;
}

export const reference = z.object({ Ref: z.string() });

/** The logical id of the resource whose ARN this is. */
export const arnOf = z
  .object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) })
  .transform((found) => found['Fn::GetAtt'][0]);
