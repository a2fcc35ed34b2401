/// Dead letters: listed, shown without secrets, sent again, discarded.
///
/// Main type: [dev.sluice.console.letter.LetterRoutes], over
/// [dev.sluice.console.letter.LetterQueries], which the notifier implements; who may decide about
/// which is in one place. It writes no record itself: the notifier does what is ordered, and
/// depends on it.
@NullMarked
package dev.sluice.console.letter;

import org.jspecify.annotations.NullMarked;
