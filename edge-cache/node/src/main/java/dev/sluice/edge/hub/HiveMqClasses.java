package dev.sluice.edge.hub;

import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.embedded.EmbeddedHiveMQBuilder;
import java.io.IOException;
import java.util.List;
import java.util.ServiceLoader;

/// The classes of one embedded HiveMQ, apart from those of every other in the process.
///
/// HiveMQ numbers payloads and queue entries from static counters, and a broker that starts sets
/// them to what its own disk needs. Were the counters shared, its start would make the brokers that
/// run already give out numbers again which they have in use: a new message would get the content
/// of an old one, or replace another in the queue of a session, which is deaf from then on.
///
/// HiveMQ's interfaces, its extension SDK and all libraries stay shared, native ones among them.
final class HiveMqClasses extends ClassLoader {
  private static final String OWN = "com.hivemq.";

  /// Ours, but it sets static fields of HiveMQ.
  private static final String SETTINGS = SmallHiveMq.class.getName();

  /// What both sides speak, and the client, which is another library.
  private static final List<String> SHARED =
      List.of("com.hivemq.extension.sdk.", "com.hivemq.embedded.Embedded", "com.hivemq.client.");

  static {
    registerAsParallelCapable();
  }

  private HiveMqClasses() {
    super("hivemq", EmbeddedHiveMQ.class.getClassLoader());
  }

  /// Begins a broker with static state of its own.
  static EmbeddedHiveMQBuilder newBroker() {
    return ServiceLoader.load(EmbeddedHiveMQBuilder.class, new HiveMqClasses())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no broker is on the class path"));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (isShared(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      var loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private static boolean isShared(String name) {
    return !name.equals(SETTINGS)
        && (!name.startsWith(OWN) || SHARED.stream().anyMatch(name::startsWith));
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (var in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      var bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length, EmbeddedHiveMQ.class.getProtectionDomain());
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
