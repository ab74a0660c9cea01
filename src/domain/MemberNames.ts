/**
 * The names that the relay gives to members: an animal, or an adjective and an animal where the plain one is taken.
 *
 * The relay never learns a chosen name. A name follows from the random connection ID, so that the rule stays pure, and
 * is unique in its room: there are more names than the largest room has seats (capacity.ceiling).
 */

const animals =
  "otter heron badger lynx wren marten plover bison stoat finch ibex tapir vole crane gecko panda raven seal swift toad urchin viper walrus yak zebra auk beetle civet dormouse egret falcon gibbon hare iguana jackdaw kestrel lemur magpie newt ocelot puffin quail robin salmon tern umbrellabird vicuna weasel xerus adder bear cod duck eel fox goose hoopoe impala jay kite lark mole nutria".split(
    " "
  )

const adjectives =
  "amber azure bold brave brisk bright calm candid clear clever cosy crisp curious deft dapper dusky eager early easy fair fleet fond gentle glad golden grand green happy hardy hazel honest humble ivory jolly keen kind lively loyal lucky mellow merry mild misty modest nimble noble olive patient placid plucky polite prompt proud quick quiet rapid ready rosy rustic sandy silent silver sleepy smart snug sober soft solid spry steady stout sturdy subtle sunny swift tidy tall tender thrifty trim trusty upbeat velvet vivid warm wary wise witty woolly young zesty able agile airy apt ardent artful bonny breezy burly chatty cheery classy cordial dandy dreamy elfin fabled fancy feisty frank frosty genial gifted grassy handy hearty jaunty jovial lean limber lofty maple".split(
    " "
  )

/** Every name there is, plain animals first. */
export const nameCount = animals.length * (1 + adjectives.length)

const nameAt = (index: number): string => {
  const animal = animals[index % animals.length] ?? ""
  const adjective = adjectives[Math.floor(index / animals.length) - 1]
  return adjective === undefined ? animal : `${adjective} ${animal}`
}

/** A name that is not taken: a plain animal if chance finds a free one, else the next free one of all. */
export const freeName = (seed: number, isTaken: (name: string) => boolean): string => {
  const plain = nameAt(seed % animals.length)
  if (!isTaken(plain)) return plain
  for (let step = 0; step < nameCount; step++) {
    const name = nameAt((seed + step) % nameCount)
    if (!isTaken(name)) return name
  }
  throw new RangeError(`a room has more members than there are names (${nameCount})`)
}
