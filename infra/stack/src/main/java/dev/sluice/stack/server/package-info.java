/// The servers that the pipeline needs, embedded: a Kafka broker and an S3 server over a folder.
///
/// They are the real programs, started in this process on loopback with their data below one
/// folder, and they keep it over a restart. [dev.sluice.stack.server.KafkaBroker] and
/// [dev.sluice.stack.server.ObjectServer] are the types to read. Nothing here knows releases or
/// devices; only `dev.sluice.stack` uses it.
@NullMarked
package dev.sluice.stack.server;

import org.jspecify.annotations.NullMarked;
