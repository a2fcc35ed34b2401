/// Questions to the state stores of all instances of the notifier, as if there were one.
///
/// Main type: [dev.sluice.notifier.query.SharedStores]. A kind of question is a
/// [dev.sluice.notifier.query.StoreQuery]: it reads one partition, wherever that is held, and what
/// all partitions found is put together by who asks. It refuses to give part of an answer for the
/// whole: a partition that nobody can read now is an [java.io.IOException] that names it. Only
/// [dev.sluice.notifier.Notifier] and what it starts depend on it.
@NullMarked
package dev.sluice.notifier.query;

import org.jspecify.annotations.NullMarked;
