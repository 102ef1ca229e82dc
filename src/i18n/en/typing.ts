/** Who is writing. */
export default {
  several: 'Several people are typing…',
  direct: 'typing…',
  one: '{name} is typing…',
  two: '{first} and {second} are typing…',
} as const;
