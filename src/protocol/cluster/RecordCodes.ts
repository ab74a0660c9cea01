/**
 * The names that records spell as one byte: the place in these lists, which only ever grow at their end.
 */

export const joinRefusals = ["join-refused", "not-open-yet", "locked", "full", "busy"] as const
export type JoinRefusal = (typeof joinRefusals)[number]

export const operatorEnds = ["ended-by-operator", "purged"] as const
export type OperatorEnd = (typeof operatorEnds)[number]

/** What became of a challenge that was to be spent. */
export const spendResults = ["accepted", "spent", "busy", "expired"] as const
