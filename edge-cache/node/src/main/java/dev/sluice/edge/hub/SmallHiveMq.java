package dev.sluice.edge.hub;

import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.embedded.internal.EmbeddedHiveMQBuilderImpl;
import com.hivemq.migration.meta.PersistenceType;

/// HiveMQ set for a gateway, not for a data centre: some thousand sessions on a small disk, idle
/// most of the time.
///
/// HiveMQ keeps these settings in static fields, which its configuration file does not reach. So
/// this class is loaded by the class loader of the broker that it builds ([HiveMqClasses]), and
/// sets the fields before anything reads them.
public final class SmallHiveMq extends EmbeddedHiveMQBuilderImpl {
  /// Each bucket is a store with files and a lock of its own; 64 are meant for many cores.
  private static final int BUCKETS = 4;

  private static final int SHUTDOWN_GRACE_MILLIS = 50;
  private static final int CLEANUP_SECONDS = 30;
  private static final int PAYLOAD_CLEANUP_MILLIS = 5_000;
  private static final int PENDING_CHECK_MILLIS = 5_000;

  /// Called by the service loader.
  public SmallHiveMq() {
    // The native stores (RocksDB) reserve more than half a gigabyte before the first message.
    InternalConfigurations.RETAINED_MESSAGE_PERSISTENCE_TYPE.set(PersistenceType.FILE);
    InternalConfigurations.PAYLOAD_PERSISTENCE_TYPE.set(PersistenceType.FILE);
    InternalConfigurations.PERSISTENCE_BUCKET_COUNT.set(BUCKETS);
    InternalConfigurations.PAYLOAD_PERSISTENCE_BUCKET_COUNT.set(BUCKETS);
    InternalConfigurations.PERSISTENCE_STARTUP_THREAD_POOL_SIZE.set(2);

    // A fixed wait for writers, two seconds as it comes; ours have ended with their clients.
    InternalConfigurations.PERSISTENCE_SHUTDOWN_GRACE_PERIOD_MSEC.set(SHUTDOWN_GRACE_MILLIS);

    // What an idle broker does all the time: look for what has expired, and for work.
    InternalConfigurations.INTERVAL_BETWEEN_CLEANUP_JOBS_SEC.set(CLEANUP_SECONDS);
    InternalConfigurations.PAYLOAD_PERSISTENCE_CLEANUP_SCHEDULE_MSEC.set(PAYLOAD_CLEANUP_MILLIS);
    InternalConfigurations.PAYLOAD_PERSISTENCE_CLEANUP_THREADS.set(1);
    InternalConfigurations.SINGLE_WRITER_INTERVAL_TO_CHECK_PENDING_TASKS_AND_SCHEDULE_MSEC.set(
        PENDING_CHECK_MILLIS);
    InternalConfigurations.SINGLE_WRITER_THREAD_POOL_SIZE.set(2);
    InternalConfigurations.EXTENSION_TASK_QUEUE_EXECUTOR_THREADS_COUNT.set(1);
    InternalConfigurations.JMX_REPORTER_ENABLED.set(false);
  }
}
