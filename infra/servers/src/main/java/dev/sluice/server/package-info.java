/// The servers that the pipeline needs and that stand outside of it in production, embedded: a
/// Kafka broker and an S3 server over a folder.
///
/// They are the real programs, started in this process on loopback with their data below one
/// folder, and they keep it over a restart. [dev.sluice.server.KafkaBroker] and
/// [dev.sluice.server.ObjectServer] are the types to read. Nothing here knows releases or devices.
/// `sluice up` runs on them, and so do the tests of every module that speaks to Kafka or S3.
@NullMarked
package dev.sluice.server;

import org.jspecify.annotations.NullMarked;
