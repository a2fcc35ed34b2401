/// Dead letters: every notifier keeps an index of topic `dead-letters` to search in, and one of
/// them replays what people order.
///
/// Main types: [dev.sluice.notifier.letter.LetterKeeper] keeps,
/// [dev.sluice.notifier.letter.LetterSearch]
/// answers, [dev.sluice.notifier.letter.LetterReplayer] sends again. Nothing here makes a letter of
/// what failed, but of a device's message that fails again.
@NullMarked
package dev.sluice.notifier.letter;

import org.jspecify.annotations.NullMarked;
