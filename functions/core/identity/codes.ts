/** Things noticed about a person's identity that do not stop the lookup. A closed list; codes may be added. */
export const identityWarnings = [
  // What the law allows (identity §1.4).
  'PID_FUTURE_YEAR',
  'PID_PPP_UNLISTED',
  'PID_YEAR_MISMATCH',
  'PID_SEX_MISMATCH',
  'DOB_PARTIAL',
  // Tables that are open lists, and validity as of printing (identity §4, §5.1).
  'CARD_GROUP_UNKNOWN',
  'CARD_LEVEL_UNUSUAL',
  'CARD_LEGACY_FORM',
  'CARD_OPEN_ENDED',
  'QR_BHYT_REGION',
  // A code given out until there is a card: to be linked to the card later (benefit rules §5).
  'CARD_TEMPORARY',
  // What was repaired, in the order in which it is done (identity §8.3).
  'QR_SEPARATOR_REPAIRED',
  'QR_MOJIBAKE_REPAIRED',
  'QR_TELEX_REPAIRED',
  'QR_VNI_REPAIRED',
  'QR_NFC_REPAIRED',
  'QR_ETH_REPAIRED',
  'QR_CASE_REPAIRED',
  // Rarer forms of a code (identity §2.2, §5.1).
  'QR_CC_6PART',
  'QR_CC_EXTRA_PARTS',
  'QR_UTF16_NAME',
  // The chip's signed data could not be checked: the read counts as asserted (identity §3.5).
  'CHIP_NOT_CHECKED',
] as const;
export type IdentityWarning = (typeof identityWarnings)[number];

/** Why what was presented cannot be taken for a person. A closed list; codes may be added. */
export const identityFaultCodes = [
  'PID_LENGTH',
  'PID_CHARSET',
  'PID_FUTURE_YEAR',
  'CARD_LENGTH',
  'CARD_CHARSET',
  'CARD_GROUP_FORM',
  'CARD_LEVEL',
  'CARD_PROVINCE',
  'CARD_TAIL',
  'NAME_INVALID',
  'DOB_INVALID',
  'DOB_FUTURE',
  // Any QR.
  'QR_NOT_DELIMITED',
  'QR_UNKNOWN_KIND',
  'QR_OTHER_KIND',
  'QR_PC_COVID',
  'QR_CONTROL_CHARACTER',
  'QR_ACCENTS_LOST',
  // The citizen card's QR.
  'QR_CC_FIELD_COUNT',
  'QR_CC_OLDNUM',
  'QR_CC_NAME_EMPTY',
  'QR_CC_NAME_DAMAGED',
  'QR_CC_DOB',
  'QR_CC_SEX',
  'QR_CC_ISSUE_DATE',
  'QR_CC_TEXT_DAMAGED',
  // The insurance card's QR.
  'QR_BHYT_NO_TERMINATOR',
  'QR_BHYT_FIELD_COUNT',
  'QR_BHYT_NUMBER',
  'QR_BHYT_HEX_NAME',
  'QR_BHYT_HEX_TEXT',
  'QR_BHYT_DOB',
  'QR_BHYT_SEX',
  'QR_BHYT_FACILITY',
  'QR_BHYT_PERIOD',
  // Machine-readable lines.
  'MRZ_LENGTH',
  'MRZ_CHARSET',
  'MRZ_DOCUMENT',
  'MRZ_CHECK_DIGIT',
  'MRZ_COMPOSITE',
  'MRZ_NUMBER_DISAGREE',
  'MRZ_DOB',
  'MRZ_NAME_WITHOUT_DIACRITICS',
  // A number alone, by what it was recognised as (identity §1.5).
  'SCAN_PERSONAL_NUMBER_ONLY',
  'SCAN_CARD_NUMBER_ONLY',
  'SCAN_SOCIAL_NUMBER_ONLY',
  'SCAN_OLD_ID_NUMBER',
  'SCAN_CHIP_ID',
  'SCAN_PASSPORT_NUMBER',
] as const;
export type IdentityFaultCode = (typeof identityFaultCodes)[number];
