package dev.sluice.agent;

import dev.sluice.agent.disk.AgentDirectory;
import dev.sluice.agent.disk.Downloads;
import dev.sluice.agent.disk.InstalledFile;
import dev.sluice.agent.disk.Room;
import dev.sluice.agent.edge.EdgeClient;
import dev.sluice.agent.link.ConfirmationQueue;
import dev.sluice.agent.link.DeviceKey;
import dev.sluice.agent.link.HubLink;
import dev.sluice.agent.log.DeviceLog;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.trust.TrustedMetadata;
import dev.sluice.update.Effect;
import dev.sluice.update.PatchPieces;
import dev.sluice.update.Transition;
import dev.sluice.update.UpdateEvent;
import dev.sluice.update.UpdateMachine;
import dev.sluice.update.UpdateMemory;
import dev.sluice.update.UpdateSettings;
import dev.sluice.update.UpdateState;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.event.Level;

/// Keeps one device up to date: owns its update machine, and performs what the machine decides.
///
/// One virtual thread owns the machine and everything on disk. Others reach it through a mailbox of
/// 64 entries. When that is full a hint is dropped and logged: announcements are hints, and the
/// next refresh finds out anyway.
public final class Agent implements AutoCloseable {
  private static final int MAILBOX_LIMIT = 64;

  /// Clocks jump: however far away the next thing is, the clock is looked at this often.
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private static final Duration DISK_PAUSE = Duration.ofSeconds(10);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final AgentConfig config;
  private final InstantSource clock;
  private final byte[] trustAnchor;
  private final AgentDirectory directory;
  private final Downloads downloads;
  private final DeviceLog log;
  private final UpdateMachine machine;
  private final HubLink hub;
  private final EffectPerformer performer;
  private final Thread owner;
  private final RandomGenerator chance = RandomGenerator.getDefault();
  private final BlockingQueue<UpdateEvent> mailbox = new ArrayBlockingQueue<>(MAILBOX_LIMIT);

  /// Answers to effects. Only the owner's thread touches it.
  private final Queue<UpdateEvent> answers = new ArrayDeque<>();

  /// Whether the machine was told that it runs. Only the owner's thread touches it.
  private boolean isStarted;

  private volatile UpdateState state;
  private volatile boolean isClosed;

  private Agent(
      AgentConfig config,
      InstantSource clock,
      byte[] trustAnchor,
      String secret,
      DeviceKey key,
      AgentDirectory directory,
      Room room)
      throws IOException {
    this.config = config;
    this.clock = clock;
    this.trustAnchor = trustAnchor;
    this.directory = directory;
    this.log = new DeviceLog(config.deviceId());
    this.machine =
        new UpdateMachine(
            new UpdateSettings(
                config.deviceId(),
                config.epoch(),
                config.product(),
                config.attributes(),
                config.refreshInterval(),
                config.maxMemoryBytes(),
                PatchPieces.DEFAULT,
                config.inPlace()));
    this.downloads = new Downloads(directory.downloads(), config.installFile());
    var queue = new ConfirmationQueue(directory.confirmations());
    this.state = restored();
    this.hub =
        HubLink.start(
            new HubLink.Hub(
                config.mqttHost(), config.mqttPort(), config.deviceId(), secret, config.product()),
            queue,
            log,
            this::offer);
    this.performer =
        new EffectPerformer(
            config,
            clock,
            directory,
            downloads,
            new InstalledFile(directory.downloads(), config.installFile(), room),
            new EdgeClient(config.edgeUrl()),
            key,
            queue,
            hub,
            log);
    this.owner =
        Thread.ofVirtual().name("agent-" + config.deviceId()).unstarted(this::runUntilClosed);
  }

  /// Starts an agent.
  ///
  /// @throws AgentException if the trust anchor, a key, a secret or a directory cannot be used
  public static Agent start(AgentConfig config) throws AgentException {
    return start(config, InstantSource.system());
  }

  /// Starts an agent that tells the time by this clock; it still waits in real time.
  ///
  /// @throws AgentException if the trust anchor, a key, a secret or a directory cannot be used
  public static Agent start(AgentConfig config, InstantSource clock) throws AgentException {
    return start(config, clock, Room.OF_FILE_SYSTEMS);
  }

  /// Starts an agent whose disks have this much room.
  static Agent start(AgentConfig config, InstantSource clock, Room room) throws AgentException {
    // The anchor first: without one nothing starts, and nothing is left behind.
    byte[] anchor = Startup.trustAnchor(config.trustAnchorFile());
    String secret = Startup.secret(config.mqttSecretFile());
    DeviceKey key = Startup.deviceKey(config.deviceKeyFile());
    AgentDirectory directory = Startup.directory(config);
    try {
      var agent = new Agent(config, clock, anchor, secret, key, directory, room);
      agent.owner.start();
      return agent;
    } catch (IOException e) {
      directory.closeAfter(e);
      throw new AgentException.CannotStart(
          "data directory %s: expected readable files: %s".formatted(config.dataDirectory(), e));
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

  /// Waits until the agent has ended.
  void awaitStop() throws InterruptedException {
    owner.join();
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
    if (!mailbox.offer(event)) {
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
        step(nextEvent());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.at(Level.ERROR).setCause(e).log("the agent stopped because of a bug");
    } finally {
      downloads.close();
    }
  }

  /// What came from outside goes first, so that a halt is heard between two slices.
  private UpdateEvent nextEvent() throws InterruptedException {
    if (!isStarted) {
      isStarted = true;
      return new UpdateEvent.Started();
    }
    UpdateEvent hint = mailbox.poll();
    if (hint != null) {
      return hint;
    }
    UpdateEvent answer = answers.poll();
    return answer != null ? answer : awaitHint();
  }

  private UpdateEvent awaitHint() throws InterruptedException {
    while (true) {
      Duration wait = performer.untilWake();
      if (wait.compareTo(Duration.ZERO) <= 0) {
        performer.woken();
        return new UpdateEvent.Woken();
      }
      Duration bounded = wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
      UpdateEvent hint = mailbox.poll(bounded.toMillis() + 1, TimeUnit.MILLISECONDS);
      if (hint != null) {
        return hint;
      }
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
        performer.perform(effect).ifPresent(answers::add);
      }
      state = transition.state();
    } catch (IOException e) {
      log.at(Level.WARN)
          .addKeyValue("reason", e)
          .log("the data directory cannot be written, starting over");
      Thread.sleep(DISK_PAUSE);
      startOver();
    }
  }

  private void startOver() {
    downloads.close();
    try {
      state = restored();
    } catch (IOException e) {
      throw new IllegalStateException("the data directory was lost", e);
    }
    answers.clear();
    performer.woken();
    isStarted = false;
  }

  /// Stops the agent as a power cut would, only faster: what is under way goes on with the next
  /// start.
  @Override
  public void close() {
    isClosed = true;
    owner.interrupt();
    hub.close();
    try {
      if (!owner.join(CLOSE_TIMEOUT)) {
        log.at(Level.WARN).log("the agent did not stop in time");
      }
      directory.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.at(Level.WARN).addKeyValue("reason", e).log("the data directory cannot be closed");
    }
  }
}
