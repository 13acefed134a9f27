import { card, facility, lastYear, outcome } from './parts.ts';
import type { SyntheticPerson } from './person.ts';

const overlappingNewer = { validFrom: { days: -30 }, validTo: { days: 335 } } as const;

/** 003 and 004: an older and a newer card, and every way the two can stand to each other. */
export const replacedPeople: readonly SyntheticPerson[] = [
  {
    id: 'replaced-other-number',
    note: {
      vi: 'Thẻ cũ hết hạn, thẻ mới khác số và khác nơi đăng ký (003)',
      en: 'Replaced by another number (003)',
    },
    fullName: 'Hà Thị Đổi Mẫu',
    dateOfBirth: '1964-04-30',
    sex: 'female',
    personalId: '033164000031',
    socialNumber: '9900000031',
    address: 'Xã Ví Dụ, Tỉnh Thử Nghiệm',
    cards: [
      card('GD499', '9900000031', { ...lastYear, area: 'K2', fiveYearsFrom: null }),
      card('HT399', '9900000031', {
        validTo: { days: 1500 },
        registeredFacility: facility.privateClinic,
        area: 'K2',
        fiveYearsFrom: null,
      }),
    ],
    expected: outcome.replaced,
  },
  {
    id: 'replaced-same-number',
    note: {
      vi: 'Gia hạn cùng số thẻ (003, maTheMoi trùng maThe)',
      en: 'Extended under the same number (003)',
    },
    fullName: 'Phan Văn Nối Thử',
    dateOfBirth: '1977-06-15',
    sex: 'male',
    personalId: '044077000032',
    socialNumber: '9900000032',
    address: 'Xã Ví Dụ, Tỉnh Thử Nghiệm',
    cards: [card('GD499', '9900000032', lastYear), card('GD499', '9900000032')],
    expected: outcome.replaced,
  },
  {
    id: 'replaced-not-yet-started',
    note: {
      vi: 'Thẻ cũ đã hết hạn, thẻ mới bảy ngày nữa mới có giá trị (003)',
      en: 'The old card ended, the new one starts in seven days (003)',
    },
    fullName: 'Phan Thị Chờ Mẫu',
    dateOfBirth: '1978-06-15',
    sex: 'female',
    personalId: '044178000033',
    socialNumber: '9900000033',
    address: 'Xã Ví Dụ, Tỉnh Thử Nghiệm',
    cards: [
      card('GD499', '9900000033', lastYear),
      card('GD499', '9900000033', { validFrom: { days: 7 }, validTo: { days: 371 } }),
    ],
    expected: outcome.notYetValid,
  },
  {
    id: 'both-valid-newer-better',
    note: {
      vi: 'Hai thẻ cùng giá trị, thẻ mới quyền lợi cao hơn (004)',
      en: 'Two valid cards, the newer pays more (004)',
    },
    fullName: 'Kiều Văn Song Thử',
    dateOfBirth: '1985-01-20',
    sex: 'male',
    personalId: '001085000034',
    socialNumber: '9900000034',
    address: 'Xã Ví Dụ, Tỉnh Thử Nghiệm',
    cards: [card('GD499', '9900000034'), card('HN299', '9900000034', overlappingNewer)],
    expected: outcome.replaced,
  },
  {
    id: 'both-valid-equal',
    note: {
      vi: 'Hai thẻ cùng giá trị, quyền lợi bằng nhau: dùng thẻ mới (004)',
      en: 'Two valid cards, equal benefit (004)',
    },
    fullName: 'Kiều Thị Bằng Mẫu',
    dateOfBirth: '1987-01-20',
    sex: 'female',
    personalId: '001187000035',
    socialNumber: '9900000035',
    address: 'Xã Ví Dụ, Tỉnh Thử Nghiệm',
    cards: [
      card('DN499', '9900000035'),
      card('TK499', '9900000035', { ...overlappingNewer, registeredFacility: facility.formerDistrict }),
    ],
    expected: outcome.replaced,
  },
  {
    id: 'both-valid-older-better',
    note: {
      vi: 'Hai thẻ cùng giá trị, thẻ cũ quyền lợi cao hơn (004)',
      en: 'Two valid cards, the older pays more (004)',
    },
    fullName: 'Thân Văn Công Thử',
    dateOfBirth: '1952-07-27',
    sex: 'male',
    personalId: '024052000036',
    socialNumber: '9900000036',
    address: 'Xã Ví Dụ, Tỉnh Thử Nghiệm',
    cards: [card('CK299', '9900000036'), card('GD499', '9900000036', overlappingNewer)],
    expected: outcome.valid,
  },
  {
    id: 'both-valid-first-class-older',
    note: {
      vi: 'Thẻ cũ mức hưởng 1 cao hơn thẻ mới mức hưởng 2, dù chữ số nhỏ hơn (004)',
      en: 'The older card has benefit 1, which ranks above the newer 2 (004)',
    },
    fullName: 'Thân Thị Hạng Mẫu',
    dateOfBirth: '1950-07-27',
    sex: 'female',
    personalId: '024150000037',
    socialNumber: '9900000037',
    address: 'Xã Ví Dụ, Tỉnh Thử Nghiệm',
    cards: [card('CC199', '9900000037'), card('HN299', '9900000037', overlappingNewer)],
    expected: outcome.valid,
  },
  {
    id: 'newer-starts-later',
    note: {
      vi: 'Thẻ cũ còn giá trị, thẻ mới có giá trị sau (004): dùng thẻ cũ',
      en: 'The old card is still valid and the new one starts later (004): the old one applies',
    },
    fullName: 'Châu Văn Sau Thử',
    dateOfBirth: '1989-09-09',
    sex: 'male',
    personalId: '091089000038',
    socialNumber: '9900000038',
    address: 'Xã Ví Dụ, Tỉnh Thử Nghiệm',
    cards: [
      card('GD499', '9900000038'),
      card('HN299', '9900000038', { validFrom: { days: 10 }, validTo: { days: 374 } }),
    ],
    // With such dates the registry may also say 000 (see next-period-pre-issued): both occur, so both are here.
    resultCode: '004',
    expected: outcome.valid,
  },
];
