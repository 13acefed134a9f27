import type { FacilityProfile } from './profile.ts';

interface Contradiction {
  /** The one to be named as wrong; it comes with the level. */
  readonly field: keyof FacilityProfile;
  readonly rule: string;
  readonly isBroken: (profile: FacilityProfile) => boolean;
}

/** What the law does not let stand together in one profile, though each field alone is possible. */
export const profileContradictions: readonly Contradiction[] = [
  {
    field: 'listedPrimary',
    rule: 'may be true only at level primary (Luật BHYT Đ22 k1 c)',
    isBroken: ({ level, listedPrimary }) => listedPrimary && level !== 'primary',
  },
  {
    field: 'provisional',
    rule: 'may be true only at level basic (tạm xếp cấp cơ bản)',
    isBroken: ({ level, provisional }) => provisional && level !== 'basic',
  },
  {
    field: 'score',
    rule: 'must be below 70 at level basic (NĐ 96/2023 Đ89–90)',
    isBroken: ({ level, score }) => level === 'basic' && score !== null && score >= 70,
  },
  {
    field: 'score',
    rule: 'must be 70 or more at level specialised (NĐ 96/2023 Đ89–90)',
    isBroken: ({ level, score }) => level === 'specialised' && score !== null && score < 70,
  },
];
