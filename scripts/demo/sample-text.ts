// The demo's prompts and the text to summarize, simple enough to judge a summary.

export const question = 'Can you summarize this text?'

/** Sent in a second conversation, and stopped midway. */
export const secondQuestion = 'Explain how vaccines work, as if to a curious ten-year-old'

/** A word of the text that no prompt of the demo contains. */
export const searchTerm = 'shoreline'

export const sampleText = `Twice a day, along most coasts, the sea climbs the beach and goes away again. People who fish or gather shellfish have always planned their days by it, long before anybody could say why it happens.

The moon is the main cause. Its pull is a little stronger on the side of the Earth that faces it than on the far side, and that difference stretches the oceans into two low bulges. As the Earth turns, every shoreline passes through both of them, which is why there are two high tides in a little more than a day.

The sun takes part as well, with a bit less than half of the moon's effect. At new moon and full moon the two work together and the water rises especially high; at half moon they work against each other, and the difference between high and low water is small.

How high the water really climbs depends mostly on the shape of the coast. In the open ocean the bulges are less than a metre tall, but a bay that narrows like a funnel can pile the water up to more than ten metres, while in a nearly closed sea it hardly moves at all.

Today tides are calculated years ahead from a few dozen regular motions of the Earth, the moon and the sun. Harbours print the tables, and weather services add what the tables cannot know: a storm that pushes water towards the land.`
