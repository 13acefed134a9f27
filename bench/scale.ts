/** How much is measured. The smoke run proves that everything here works; its figures prove nothing. */
export interface Scale {
  /** Lookups timed with the store's latency injected. */
  readonly timedLookups: number;
  /** Lookups before anything counts, so that the compiler has seen the code. */
  readonly warmUps: number;
  /** Blocks of lookups between which the processes take turns. */
  readonly blocks: number;
  readonly blockSize: number;
  /** Fresh processes for each bundle. */
  readonly imports: number;
  /** Different people looked up while the registry is in trouble. */
  readonly people: number;
  readonly simultaneous: number;
  /** Rounds of lookups of everybody else before that. */
  readonly warmUpRounds: number;
}

export const full: Scale = {
  timedLookups: 1500,
  warmUps: 600,
  blocks: 30,
  blockSize: 50,
  imports: 21,
  people: 20,
  simultaneous: 200,
  warmUpRounds: 10,
};

export const smoke: Scale = {
  timedLookups: 40,
  warmUps: 20,
  blocks: 3,
  blockSize: 10,
  imports: 2,
  people: 4,
  simultaneous: 50,
  warmUpRounds: 1,
};
