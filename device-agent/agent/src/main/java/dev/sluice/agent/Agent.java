package dev.sluice.agent;

import dev.sluice.agent.disk.AgentDirectory;
import dev.sluice.agent.disk.Downloads;
import dev.sluice.agent.disk.FlagsFile;
import dev.sluice.agent.disk.InstalledFile;
import dev.sluice.agent.disk.Room;
import dev.sluice.agent.edge.EdgeClient;
import dev.sluice.agent.link.ConfirmationQueue;
import dev.sluice.agent.link.DeviceKey;
import dev.sluice.agent.link.HubLink;
import dev.sluice.agent.log.DeviceLog;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.program.Program;
import dev.sluice.program.Surroundings;
import dev.sluice.program.exit.CannotStartException;
import dev.sluice.program.exit.FailedException;
import dev.sluice.program.exit.UnreachableException;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.release.Installer;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.trust.TrustedMetadata;
import dev.sluice.update.Transition;
import dev.sluice.update.UpdateMachine;
import dev.sluice.update.UpdateState;
import dev.sluice.update.memory.Outcomes;
import dev.sluice.update.memory.UpdateMemory;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.UpdateEvent;
import dev.sluice.update.port.UpdateEvent.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.slf4j.event.Level;

/// Keeps one device up to date: owns its update machine, and performs what the machine decides.
///
/// One virtual thread owns the machine and everything on disk. Others reach it through its [Inbox].
/// When that is full a hint is dropped and logged: announcements are hints, and the next refresh
/// finds out anyway.
public final class Agent implements Program.Running {

  /// Before the agent starts over on a disk that it cannot write. Each start asks the edge node.
  private static final RetryPolicy DISK_PAUSES =
      new RetryPolicy(Integer.MAX_VALUE, Duration.ofSeconds(10), Duration.ofMinutes(10));

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final AgentConfig config;
  private final InstantSource clock;
  private final byte[] trustAnchor;
  private final AgentDirectory directory;
  private final Downloads downloads;
  private final DeviceLog log;
  private final UpdateMachine machine;
  private final EdgeClient edge;
  private final AgentMeters meters;
  private final AgentHealth health;
  private final HubLink hub;
  private final EffectPerformer performer;
  private final Thread owner;
  private final CountDownLatch rested = new CountDownLatch(1);
  private final RandomGenerator chance = RandomGenerator.getDefault();
  private final Inbox inbox = new Inbox();

  /// How often in a row the disk failed under the machine's memory; the owner's.
  private int diskFailures;

  private volatile UpdateState state;
  private volatile boolean isClosed;

  private Agent(AgentConfig config, Surroundings surroundings, Room room, byte[] trustAnchor)
      throws IOException {
    this.config = config;
    this.clock = surroundings.clock();
    this.trustAnchor = trustAnchor;
    this.meters = new AgentMeters(surroundings.meters());
    DeviceKey key = Startup.deviceKey(config.deviceKeyFile());
    this.edge = new EdgeClient(config.edgeUrl(), config.edgeTls());
    this.directory = Startup.directory(config);
    Identity.write(config, key.publicKey());
    this.log = new DeviceLog(config.deviceId());
    this.machine = new UpdateMachine(config.updateSettings());
    Path kept = config.kind() == Installer.FLAGS ? directory.releasedFlags() : config.installFile();
    var flags = new FlagsFile(directory.releasedFlags(), config.installFile());
    this.downloads = new Downloads(directory.downloads(), kept);
    var queue = new ConfirmationQueue(directory.confirmations());
    try {
      if (config.kind() == Installer.FLAGS) {
        flags.adopt();
      }
      this.state = restored();
      this.hub =
          HubLink.start(
              new HubLink.Hub(
                  config.hub(), config.deviceId(), config.mqtt().password(), config.product()),
              queue,
              log,
              this::offer);
    } catch (IOException | RuntimeException e) {
      directory.closeAfter(e);
      throw e;
    }
    this.performer =
        new EffectPerformer(
            config,
            clock,
            directory,
            downloads,
            new InstalledFile(directory.downloads(), kept, room),
            flags,
            edge,
            key,
            queue,
            hub,
            meters,
            surroundings.traces(),
            log);
    this.health = new AgentHealth(surroundings.health(), clock, config.edgeUrl());
    health.watch(config, room, hub::findProblem, () -> state);
    this.owner =
        Thread.ofVirtual().name("agent-" + config.deviceId()).unstarted(this::runUntilClosed);
  }

  /// Starts an agent.
  ///
  /// @param surroundings its clock tells the time; the agent still waits in real time
  /// @throws CannotStartException if the trust anchor, a key or a directory cannot be used
  public static Agent start(AgentConfig config, Surroundings surroundings) {
    return start(config, surroundings, Room.OF_FILE_SYSTEMS);
  }

  /// Starts an agent whose disks have this much room.
  static Agent start(AgentConfig config, Surroundings surroundings, Room room) {
    // The anchor first: without one nothing starts, and nothing is left behind.
    byte[] anchor = Startup.trustAnchor(config.trustAnchorFile());
    try {
      var agent = new Agent(config, surroundings, room, anchor);
      agent.owner.start();
      return agent;
    } catch (IOException e) {
      throw new CannotStartException(
          "data-directory %s: expected readable files: %s".formatted(config.dataDirectory(), e), e);
    }
  }

  /// What the device remembers now: what it runs, what it is at, how the last release ended.
  public UpdateMemory memory() {
    return state.memory();
  }

  /// Whether nothing is under way.
  public boolean isIdle() {
    return state.isIdle();
  }

  /// Whether nothing is under way and the last look at the repository went through.
  public boolean isUpToDate() {
    return state.isIdle() && state.isComplete();
  }

  /// Whether the agent ended without having been closed: a bug, which its log names.
  public boolean hasStoppedByItself() {
    return !owner.isAlive() && !isClosed;
  }

  /// Waits until the agent has ended: with `once` when it rests, else because of a bug.
  ///
  /// @throws UnreachableException if the one look did not go through
  /// @throws FailedException if a release failed in it, or the agent stopped because of a bug
  @Override
  public void awaitEnd() throws InterruptedException {
    if (config.once()) {
      rested.await();
    } else {
      owner.join();
    }
    if (isClosed) {
      return;
    }
    if (hasStoppedByItself()) {
      throw new FailedException("the agent stopped because of a bug; its log names it");
    }
    if (!isUpToDate()) {
      throw new UnreachableException(
          "the edge node at %s cannot be reached or was refused; the log tells which"
              .formatted(config.edgeUrl()));
    }
    if (memory().outcome() instanceof Outcomes.Latest(var latest)
        && latest.outcome() != Outcome.INSTALLED) {
      throw new FailedException("the release could not be installed; the log tells why");
    }
  }

  /// Whether the device is connected to its hub.
  public boolean isConnected() {
    return hub.isConnected();
  }

  /// Stored files are as untrusted as downloaded ones: they come in through the same checks.
  private UpdateState restored() throws IOException {
    UpdateMemory memory = UpdateMemory.empty();
    try {
      memory = directory.findMemory().orElse(memory);
    } catch (MalformedJsonException e) {
      log.at(Level.WARN)
          .addKeyValue("reason", DeviceLog.outside(String.valueOf(e.getMessage())))
          .log("refused state.json: it was put aside, and the device starts without memory");
      directory.refuseMemory();
    }
    TrustedMetadata trust =
        TrustedMetadata.restore(trustAnchor, directory.metadata()).orElseThrow();
    return UpdateState.starting(memory, trust);
  }

  private void offer(UpdateEvent event) {
    if (!inbox.offer(event)) {
      log.at(Level.WARN)
          .addKeyValue("event", DeviceLog.outside(event.toString()))
          .log("mailbox full, hint dropped");
    }
  }

  /// Ends when the agent is closed. A bug stops the agent for good: it must not install on a doubt.
  private void runUntilClosed() {
    log.at(Level.INFO)
        .addKeyValue("product", config.product())
        .addKeyValue("edge", config.edgeUrl())
        .log("agent started");
    try {
      while (!isClosed) {
        UpdateEvent event = inbox.next(performer);
        if (event instanceof UpdateEvent.Woken
            && state.isIdle()
            && downloads.isInstalledTouched()) {
          step(new UpdateEvent.InstalledTouched());
        }
        step(event);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.at(Level.ERROR).setCause(e).log("the agent stopped because of a bug");
    } finally {
      downloads.close();
      rested.countDown();
    }
  }

  /// If the disk fails under the machine's memory, the agent goes on as after a power cut.
  private void step(UpdateEvent event) throws InterruptedException {
    Transition transition = machine.apply(state, event, clock.instant(), chance);
    log.at(Level.DEBUG)
        .addKeyValue("event", () -> DeviceLog.outside(event.toString()))
        .addKeyValue("phase", () -> transition.state().phaseName())
        .log("transition");
    try {
      for (Effect effect : transition.effects()) {
        performer.perform(effect).ifPresent(answer -> answered(effect, answer, transition.state()));
      }
      meters.moved(state, transition.state());
      state = transition.state();
      if (state.isIdle()) {
        diskFailures = 0;
        rested.countDown();
      }
    } catch (IOException e) {
      log.at(Level.WARN)
          .addKeyValue("reason", e)
          .log("the data directory cannot be written, starting over");
      Thread.sleep(DISK_PAUSES.delayAfter(++diskFailures, chance));
      startOver();
    }
  }

  private void answered(Effect effect, Answer answer, UpdateState after) {
    inbox.add(answer);
    if (effect instanceof Effect.Fetch fetch) {
      health.answered(answer);
      if (answer instanceof UpdateEvent.Fetched(_, var content)) {
        meters.fetched(fetch.path(), after.memory(), content.lengthBytes());
      }
    }
  }

  private void startOver() {
    downloads.close();
    try {
      state = restored();
    } catch (IOException e) {
      throw new IllegalStateException("the data directory was lost", e);
    }
    inbox.startOver();
    performer.woken();
  }

  /// Stops the agent as a power cut would, only faster: what is under way goes on with the next
  /// start.
  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    owner.interrupt();
    hub.close();
    try {
      if (!owner.join(CLOSE_TIMEOUT)) {
        log.at(Level.WARN).log("the agent did not stop in time");
      }
      edge.close();
      directory.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.at(Level.WARN).addKeyValue("reason", e).log("the data directory cannot be closed");
    }
  }
}
