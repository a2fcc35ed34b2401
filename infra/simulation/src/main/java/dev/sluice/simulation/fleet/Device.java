package dev.sluice.simulation.fleet;

import dev.sluice.events.announcement.Announcement;
import dev.sluice.events.report.DeviceEnrolled;
import dev.sluice.events.report.DeviceReported;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.release.ProductName;
import dev.sluice.simulation.content.Answer;
import dev.sluice.simulation.content.Asked;
import dev.sluice.simulation.content.Link;
import dev.sluice.simulation.content.Upstream;
import dev.sluice.simulation.world.Sabotage;
import dev.sluice.simulation.world.World;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.trust.TrustedMetadata;
import dev.sluice.update.UpdateMachine;
import dev.sluice.update.UpdateState;
import dev.sluice.update.apply.InPlaceApplication;
import dev.sluice.update.apply.PatchApplication;
import dev.sluice.update.file.ByteRange;
import dev.sluice.update.file.Content;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.memory.Bounds;
import dev.sluice.update.memory.UpdateMemory;
import dev.sluice.update.plan.Fallback;
import dev.sluice.update.plan.Job;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.HealthResult;
import dev.sluice.update.port.UpdateEvent;
import dev.sluice.update.settings.UpdateSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/// A device: it performs the effects of the update machine one by one and may die before each.
///
/// Answers to effects of an earlier life are lost with it.
public final class Device {
  private static final Duration DISK_LATENCY = Duration.ofMillis(5);
  private static final long ROOM_BYTES = 1 << 20;

  private final World world;
  private final UpdateSettings settings;
  private final byte[] trustAnchor;
  private final Upstream edge;
  private final Witness witness;
  private final Seeded chance;
  private final UpdateMachine machine;
  private final DeviceKey key;
  private final DeviceDisk disk = new DeviceDisk(this::troublePatcher);
  private final DeviceLink link;

  private PatchApplication application = new PatchApplication(disk);
  private Optional<UpdateState> state = Optional.empty();
  private Optional<Digest> installed = Optional.empty();

  /// What the memory on disk says.
  private boolean isOverwriting;
  private Duration clockError;
  private long life;
  private long alarm;

  /// A device that was never switched on.
  ///
  /// @param edge the edge node that it pulls from
  /// @param toNotifier takes what it sends up
  public Device(
      World world,
      UpdateSettings settings,
      byte[] trustAnchor,
      Upstream edge,
      Consumer<Upward> toNotifier,
      Witness witness) {
    this.world = world;
    this.settings = settings;
    this.trustAnchor = trustAnchor.clone();
    this.edge = new Link(world, edge);
    this.witness = witness;
    this.chance = world.chance().split();
    this.clockError = Duration.ofSeconds(chance.between(-30, 30));
    this.machine = new UpdateMachine(settings);
    this.key = DeviceKey.of(settings.device());
    this.link = new DeviceLink(world, event -> deliver(life, event), toNotifier);
  }

  /// What makes the device known.
  public DeviceEnrolled enrolment() {
    return new DeviceEnrolled(
        settings.device(), settings.epoch(), key.publicKey(), settings.attributes(), products());
  }

  private SortedSet<ProductName> products() {
    return new TreeSet<>(Set.of(settings.product()));
  }

  /// Its settings.
  public UpdateSettings settings() {
    return settings;
  }

  /// The digest of what is installed.
  public Optional<Digest> findInstalled() {
    return installed;
  }

  /// Digests the installed file again after something may have changed it. While it is overwritten
  /// it is nothing that anybody may start.
  private void lookAtInstalled() {
    installed = isOverwriting ? Optional.empty() : disk.digestOf(new LocalFile.Installed());
    installed.ifPresent(digest -> witness.holds(settings.device(), digest));
  }

  /// Starts the agent on what the disk holds.
  public void start() {
    life++;
    trace("starts");
    witness.started(settings.device());
    var trusted = TrustedMetadata.restore(trustAnchor, disk.metadata()).orElseThrow();
    state = Optional.of(UpdateState.starting(remembered(), trusted));
    deliver(life, new UpdateEvent.Started());
    if (state.isPresent()) {
      link.connect();
    }
  }

  private UpdateMemory remembered() {
    var memory = disk.memory();
    return world.isSabotaged(Sabotage.FORGOTTEN_FLOOR)
        ? memory.withBounds(new Bounds(memory.timeFloor(), 0, memory.lastCounter()))
        : memory;
  }

  /// The power is cut, and comes back after a while.
  public void crash() {
    trace("crashes");
    life++;
    state = Optional.empty();
    link.disconnect();
    application = new PatchApplication(disk);
    disk.crash(chance);
    lookAtInstalled();
    world.after(Duration.ofSeconds(chance.between(1, 120)), this::start);
  }

  /// The link is down for a while.
  public void disconnect(Duration duration) {
    link.disconnect();
    world.after(duration, this::reconnect);
  }

  /// The link comes up, if the device lives.
  public void reconnect() {
    if (state.isPresent() && !link.isUp()) {
      link.connect();
    }
  }

  /// The device's clock is set, rightly or wrongly; alarms keep the delay that they were set with.
  public void setClockError(Duration error) {
    trace("clock is off by " + error);
    clockError = error;
  }

  /// The hub has an announcement.
  public void announce(Announcement announcement) {
    link.announce(announcement);
  }

  private void deliver(long when, UpdateEvent event) {
    if (when != life || state.isEmpty()) {
      return;
    }
    if (event instanceof UpdateEvent.HaltAnnounced(var halt)
        && world.isSabotaged(Sabotage.IGNORED_HOLD)) {
      witness.held(settings.device(), halt);
      return;
    }
    var transition = machine.apply(state.get(), event, world.now().plus(clockError), chance);
    state = Optional.of(transition.state());
    for (var effect : transition.effects()) {
      if (strikes(Fault.CRASH)) {
        crash();
        return;
      }
      perform(effect);
      if (when != life) {
        return;
      }
    }
    if (event instanceof UpdateEvent.HaltAnnounced(var halt)) {
      witness.held(settings.device(), halt);
    }
  }

  private void perform(Effect effect) {
    switch (effect) {
      case Effect.Persist(var memory) -> persist(memory);
      case Effect.StoreMetadata(var name, var content) -> disk.storeMetadata(name, content);
      case Effect.Fetch fetch -> fetch(fetch);
      case Effect.DigestFile(var request, var file) -> answer(digested(request, file));
      case Effect.DigestSlices(var request, var file, var length) ->
          answer(new UpdateEvent.SlicesDigested(request, disk.sliceDigests(file, length)));
      case Effect.Write(var request, var file, var offset, var content) ->
          write(request, file, offset, content);
      case Effect.AdvancePatch patch -> advance(patch);
      case Effect.Install(var request, var artifact) -> install(request, artifact);
      case Effect.LookBefore(var request) ->
          answer(
              new UpdateEvent.LookedBefore(
                  request,
                  disk.digestOf(new LocalFile.Installed())
                      .<Fallback>map(Fallback.Previous::new)
                      .orElseGet(Fallback.Nothing::new),
                  ""));
      case Effect.CheckHealth check -> answer(checked(check));
      case Effect.Restore(var request) -> restore(request);
      case Effect.MeasureRoom(var request, _) -> answer(measured(request));
      case Effect.DropPrevious _ -> disk.dropPrevious();
      case Effect.ApplyInPlace apply -> applyInPlace(apply);
      case Effect.DropInstalled _ -> {
        disk.dropInstalled();
        lookAtInstalled();
      }
      case Effect.Reload _ ->
          throw new IllegalStateException("no device of the simulation keeps documents");
      case Effect.KeepDownloads(var files) -> {
        application.keepOnly(files);
        disk.keepDownloads(files);
      }
      case Effect.SendConfirmation(var confirmation, _) -> {
        trace(
            confirmation.outcome()
                + " "
                + confirmation.release()
                + " "
                + confirmation.reason().text());
        witness.confirmed(confirmation);
        if (!world.isSabotaged(Sabotage.SILENT_DEVICES)) {
          link.send("confirmation", new Upward.Confirmed(key.sign(confirmation)));
        }
      }
      case Effect.SendReport(var running, var flags, var steps) -> {
        link.send(
            "report",
            new Upward.Reported(
                new DeviceReported(
                    settings.device(),
                    settings.epoch(),
                    products(),
                    running,
                    steps,
                    RingsDocument.LATEST_VERSION,
                    flags)));
        if (link.isUp() && !steps.isEmpty()) {
          answer(new UpdateEvent.Reported(steps.getLast().number()));
        }
      }
      case Effect.WakeAt(var at) -> {
        long set = ++alarm;
        long when = life;
        world.at(at.minus(clockError), () -> ring(set, when));
      }
      case Effect.Log(var severity, var message, var details) -> {
        if (severity != Effect.Severity.DEBUG) {
          trace(message + " " + details.getOrDefault("reason", ""));
        }
      }
      case Effect.Ignore _ -> {}
    }
  }

  /// Once the memory says so, the device is about to overwrite what it runs, whatever it hears.
  private void persist(UpdateMemory memory) {
    disk.persist(memory);
    if (memory.isOverwriting() == isOverwriting) {
      return;
    }
    if (memory.isOverwriting() && memory.job() instanceof Job.InPlace(_, var order, _, _)) {
      witness.switched(settings.device(), installed, order.result());
    }
    isOverwriting = memory.isOverwriting();
    lookAtInstalled();
  }

  /// How much room there is depends on what else the device keeps.
  private UpdateEvent measured(long request) {
    if (!strikes(Fault.SHORT_OF_ROOM)) {
      return new UpdateEvent.RoomMeasured(request, ROOM_BYTES, ROOM_BYTES, "");
    }
    return new UpdateEvent.RoomMeasured(request, 0, chance.nextBoolean() ? ROOM_BYTES : 0, "");
  }

  /// The power may go, or the disk be full, before each change of the installed file or its
  /// journal.
  private void applyInPlace(Effect.ApplyInPlace effect) {
    try {
      var answer =
          InPlaceApplication.apply(
              effect,
              disk.installed(),
              disk.journal(),
              () -> disk.open(effect.order().patchFile()),
              ROOM_BYTES);
      trace("applies in place: " + answer.outcome());
      witness.appliedInPlace(answer.outcome());
      answer(answer);
    } catch (PowerCut _) {
      crash();
    }
  }

  private void ring(long set, long when) {
    if (set == alarm) {
      deliver(when, new UpdateEvent.Woken());
    }
  }

  private void answer(UpdateEvent event) {
    long when = life;
    world.after(DISK_LATENCY, () -> deliver(when, event));
  }

  private void fetch(Effect.Fetch fetch) {
    long when = life;
    var range =
        switch (fetch.range()) {
          case ByteRange.Whole _ -> Asked.WHOLE;
          case ByteRange.Part(var start, var end) ->
              new dev.sluice.cache.slice.ByteRange(start, end);
        };
    var asked = new Asked(settings.device().value(), fetch.path(), range, fetch.cacheBypass());
    edge.fetch(asked, answer -> fetched(when, fetch, answer));
  }

  private void fetched(long when, Effect.Fetch fetch, Answer answer) {
    deliver(
        when,
        switch (answer) {
          case Answer.Found(var bytes, _, _) -> {
            int length = (int) Math.min(bytes.lengthBytes(), fetch.maxLengthBytes() + 1);
            var content = Content.of(Arrays.copyOf(bytes.bytes(), length));
            if (when == life && fetch.path().startsWith("targets/rings/")) {
              witness.read(settings.device(), content.digest());
            }
            yield new UpdateEvent.Fetched(fetch.request(), content);
          }
          case Answer.Absent _, Answer.PastEnd _ -> new UpdateEvent.Absent(fetch.request());
          case Answer.Unavailable _ -> new UpdateEvent.Unavailable(fetch.request(), "timeout");
        });
  }

  private UpdateEvent digested(long request, LocalFile file) {
    var bytes = disk.read(file);
    if (bytes.isEmpty()) {
      return new UpdateEvent.Missing(request);
    }
    var digest = Digest.sha256(bytes.get());
    if (world.isSabotaged(Sabotage.IGNORED_DIGESTS)) {
      digest =
          switch (file) {
            case LocalFile.Installed _, LocalFile.Previous _ -> digest;
            case LocalFile.Artifact(var wanted) -> wanted;
            case LocalFile.Patch(var wanted) -> wanted;
            case LocalFile.Checkpoint _ -> digest;
          };
    }
    return new UpdateEvent.Digested(request, digest, bytes.get().length);
  }

  private void write(long request, LocalFile file, long offset, Content content) {
    if (strikes(Fault.FULL_DISK)) {
      answer(new UpdateEvent.DiskFailed(request, "no space left"));
      return;
    }
    boolean isDamaged = strikes(Fault.FLIPPED_BIT);
    var bytes = isDamaged ? chance.withFlippedBit(content.bytes()) : content.bytes();
    disk.write(file, offset, bytes);
    answer(new UpdateEvent.Done(request));
  }

  /// The patcher writes much: the power may go, or the disk be full, before each of its writes.
  private void advance(Effect.AdvancePatch effect) {
    try {
      var answer = application.advance(effect);
      witness.advanced(answer.start());
      answer(answer);
    } catch (PowerCut _) {
      crash();
    } catch (IOException e) {
      answer(new UpdateEvent.DiskFailed(effect.request(), String.valueOf(e.getMessage())));
    }
  }

  private void troublePatcher() throws IOException {
    if (strikes(Fault.CRASH)) {
      throw new PowerCut();
    }
    if (strikes(Fault.FULL_DISK)) {
      throw new IOException("no space left");
    }
  }

  private static final class PowerCut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private void install(long request, Digest artifact) {
    var downloaded = disk.digestOf(new LocalFile.Artifact(artifact));
    if (downloaded.isEmpty() || strikes(Fault.FULL_DISK)) {
      answer(new UpdateEvent.DiskFailed(request, "the download must be there with room beside it"));
      return;
    }
    var before = findInstalled();
    disk.syncDownload(artifact);
    if (strikes(Fault.CRASH)) {
      crash();
      return;
    }
    disk.switchTo(artifact);
    lookAtInstalled();
    witness.switched(settings.device(), before, downloaded.get());
    if (strikes(Fault.CRASH)) {
      crash();
      return;
    }
    disk.syncFolder();
    answer(new UpdateEvent.Done(request));
  }

  /// Every version is healthy in the end, but not at the first look.
  private UpdateEvent checked(Effect.CheckHealth effect) {
    return new UpdateEvent.HealthChecked(
        effect.request(),
        strikes(Fault.UNAVAILABLE)
            ? new HealthResult.Unhealthy("no answer")
            : new HealthResult.Healthy(),
        DISK_LATENCY);
  }

  private void restore(long request) {
    if (disk.digestOf(new LocalFile.Previous()).isEmpty()) {
      answer(new UpdateEvent.DiskFailed(request, "the previous file must be there"));
      return;
    }
    disk.switchBack();
    lookAtInstalled();
    if (strikes(Fault.CRASH)) {
      crash();
      return;
    }
    disk.syncFolder();
    answer(new UpdateEvent.Done(request));
  }

  private boolean strikes(Fault fault) {
    return world.faults().strikes(fault, chance);
  }

  private void trace(String what) {
    world.trace(settings.device().value(), what);
  }
}
