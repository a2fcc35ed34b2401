package dev.sluice.agent;

import static java.util.Objects.requireNonNull;

import dev.sluice.agent.check.HealthCheck;
import dev.sluice.agent.check.ReloadHook;
import dev.sluice.agent.disk.AgentDirectory;
import dev.sluice.agent.disk.Downloads;
import dev.sluice.agent.disk.FlagsFile;
import dev.sluice.agent.disk.InstalledFile;
import dev.sluice.agent.edge.EdgeClient;
import dev.sluice.agent.link.ConfirmationQueue;
import dev.sluice.agent.link.DeviceKey;
import dev.sluice.agent.link.HubLink;
import dev.sluice.agent.log.DeviceLog;
import dev.sluice.events.ByteString;
import dev.sluice.events.Event;
import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.TraceParent;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.report.DeviceReported;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.program.trace.Traces;
import dev.sluice.release.Installer;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.plan.Fallback;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.HealthResult;
import dev.sluice.update.port.UpdateEvent;
import dev.sluice.update.port.UpdateEvent.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// Performs the machine's effects, one after the other, on the owner's thread.
final class EffectPerformer {
  private final AgentConfig config;
  private final InstantSource clock;
  private final AgentDirectory directory;
  private final Downloads downloads;
  private final InstalledFile installed;
  private final FlagsFile flags;
  private final EdgeClient edge;
  private final DeviceKey key;
  private final ConfirmationQueue confirmations;
  private final HubLink hub;
  private final HealthCheck health;
  private final ReloadHook reload;
  private final AgentMeters meters;
  private final Traces traces;
  private final DeviceLog log;

  private Wake wake = Wake.NEVER;

  EffectPerformer(
      AgentConfig config,
      InstantSource clock,
      AgentDirectory directory,
      Downloads downloads,
      InstalledFile installed,
      FlagsFile flags,
      EdgeClient edge,
      DeviceKey key,
      ConfirmationQueue confirmations,
      HubLink hub,
      AgentMeters meters,
      Traces traces,
      DeviceLog log) {
    this.config = config;
    this.clock = clock;
    this.directory = directory;
    this.downloads = downloads;
    this.installed = installed;
    this.flags = flags;
    this.edge = edge;
    this.key = key;
    this.confirmations = confirmations;
    this.hub = hub;
    this.health = new HealthCheck(config.health());
    this.reload = new ReloadHook(config.reload());
    this.meters = meters;
    this.traces = traces;
    this.log = log;
  }

  /// How long it is until the machine wants to be woken; 0 or less if it is time.
  ///
  /// By the clock, which may have been set forward meanwhile, or by the time that has passed, if
  /// that is sooner: then the clock was set back.
  Duration untilWake() {
    Duration byClock = Duration.between(clock.instant(), wake.at());
    Duration byElapsed = wake.length().minusNanos(System.nanoTime() - wake.setNanos());
    return byClock.compareTo(byElapsed) < 0 ? byClock : byElapsed;
  }

  /// The machine is being woken and has to ask again.
  void woken() {
    wake = Wake.NEVER;
  }

  /// Performs an effect.
  ///
  /// @return the answer, if the effect has one
  /// @throws IOException if what must survive a power cut cannot be kept
  Optional<Answer> perform(Effect effect) throws IOException, InterruptedException {
    return switch (effect) {
      case Effect.Fetch fetch -> Optional.of(edge.fetch(fetch));
      case Effect.DigestFile digest -> Optional.of(downloads.digest(digest));
      case Effect.DigestSlices digest -> Optional.of(downloads.digestSlices(digest));
      case Effect.Write write -> Optional.of(downloads.write(write));
      case Effect.AdvancePatch advance -> Optional.of(timed(() -> downloads.advancePatch(advance)));
      case Effect.Install install -> Optional.of(downloads.install(install));
      case Effect.LookBefore(var request) -> Optional.of(lookBefore(request));
      case Effect.CheckHealth check -> Optional.of(checkHealth(check));
      case Effect.Reload order -> Optional.of(reload(order));
      case Effect.Restore restore -> Optional.of(installed.restore(restore));
      case Effect.MeasureRoom measure -> Optional.of(installed.measureRoom(measure));
      case Effect.ApplyInPlace apply -> Optional.of(timed(() -> installed.applyInPlace(apply)));
      case Effect.DropPrevious _ -> {
        installed.dropPrevious();
        yield Optional.empty();
      }
      case Effect.DropInstalled _ -> {
        installed.drop();
        yield Optional.empty();
      }
      case Effect.Persist(var memory) -> {
        directory.storeMemory(memory);
        yield Optional.empty();
      }
      case Effect.StoreMetadata(var fileName, var content) -> {
        directory.storeMetadata(fileName, content.bytes());
        yield Optional.empty();
      }
      case Effect.KeepDownloads(var files) -> {
        downloads.keepOnly(files);
        yield Optional.empty();
      }
      case Effect.SendConfirmation(var confirmation, var trace) -> {
        queue(confirmation, trace);
        yield Optional.empty();
      }
      case Effect.SendReport(var running, var switched, var steps) -> {
        var report =
            new DeviceReported(
                config.deviceId(),
                config.epoch(),
                config.products(),
                running,
                steps,
                RingsDocument.LATEST_VERSION,
                switched);
        hub.report(
            ByteString.of(encode(report, Optional.empty())),
            steps.isEmpty() ? 0 : steps.getLast().number());
        yield Optional.empty();
      }
      case Effect.WakeAt(var at) -> {
        wake = new Wake(at, Duration.between(clock.instant(), at), System.nanoTime());
        yield Optional.empty();
      }
      case Effect.Log(var severity, var message, var details) -> {
        log(level(severity), message, details);
        yield Optional.empty();
      }
      case Effect.Ignore(var reason) -> {
        log.at(Level.DEBUG).addKeyValue("reason", reason).log("ignored");
        yield Optional.empty();
      }
    };
  }

  private Answer lookBefore(long request) {
    Answer found = downloads.digest(new Effect.DigestFile(request, new LocalFile.Installed()));
    return new UpdateEvent.LookedBefore(
        request,
        found instanceof UpdateEvent.Digested digested
            ? new Fallback.Previous(digested.digest())
            : new Fallback.Nothing(),
        health.mark());
  }

  private Answer checkHealth(Effect.CheckHealth effect) throws InterruptedException {
    UpdateEvent.HealthChecked answer = health.look(effect);
    meters.looked(answer.result());
    return answer;
  }

  private Answer reload(Effect.Reload effect) throws InterruptedException {
    if (config.kind() == Installer.FLAGS) {
      try {
        if (!flags.derive(effect.flagsOff()) && effect.onlyIfChanged()) {
          return new UpdateEvent.Reloaded(effect.request(), new HealthResult.Healthy());
        }
      } catch (IOException | MalformedJsonException e) {
        return new UpdateEvent.Reloaded(
            effect.request(), new HealthResult.Unhealthy("the flags cannot be derived: " + e));
      }
    }
    UpdateEvent.Reloaded answer = reload.run(effect);
    meters.reloaded(answer.result());
    return answer;
  }

  private Answer timed(Supplier<Answer> work) {
    return requireNonNull(meters.apply().record(work));
  }

  private void queue(Confirmation confirmation, Optional<TraceParent> trace) throws IOException {
    try (var span = traces.start("confirm release", trace.map(TraceParent::toString))) {
      span.with("device", confirmation.device().value())
          .with("release", confirmation.release().toString())
          .with("outcome", confirmation.outcome().name());
      confirmations.add(
          confirmation.confirmationKey(),
          encode(key.sign(confirmation), TraceParent.find(span.traceParent())));
    }
    hub.wake();
  }

  private byte[] encode(Event event, Optional<TraceParent> trace) {
    return EventCodec.encodeStructured(
        new StampedEvent<>(
            UUID.randomUUID().toString(),
            "agent/" + config.deviceId(),
            clock.instant(),
            trace,
            event));
  }

  private void log(Level level, String message, Map<String, String> details) {
    LoggingEventBuilder line = log.at(level);
    for (Map.Entry<String, String> detail : details.entrySet()) {
      line = line.addKeyValue(detail.getKey(), DeviceLog.outside(detail.getValue()));
    }
    line.log(message);
  }

  private static Level level(Effect.Severity severity) {
    return switch (severity) {
      case WARN -> Level.WARN;
      case INFO -> Level.INFO;
      case DEBUG -> Level.DEBUG;
    };
  }

  /// When to wake the machine, how long that was to last, and when it was asked for.
  private record Wake(Instant at, Duration length, long setNanos) {
    static final Wake NEVER =
        new Wake(Instant.MAX, Duration.between(Instant.EPOCH, Instant.MAX), 0);
  }
}
