/** Who speaks at which pitch, in hertz. None is a harmonic of another. */
export const operatorTone = 1_000;
export const customerTone = 440;
export const trunkCustomerTone = 620;
export const colleagueTone = 760;
export const musicTone = 523;
