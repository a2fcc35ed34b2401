package dev.sluice.update.fake;

import dev.sluice.events.TraceParent;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.ConfirmationKey;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.flag.DeviceFlags;
import dev.sluice.events.inventory.Running;
import dev.sluice.events.report.UpdateStep;
import dev.sluice.release.Installer;
import dev.sluice.release.SliceList;
import dev.sluice.release.flags.FlagsDocument;
import dev.sluice.testkit.MemoryChannel;
import dev.sluice.testkit.Seeded;
import dev.sluice.testkit.StoredChannel;
import dev.sluice.testkit.VirtualClock;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.trust.TrustedMetadata;
import dev.sluice.update.Transition;
import dev.sluice.update.UpdateMachine;
import dev.sluice.update.UpdateState;
import dev.sluice.update.apply.InPlaceApplication;
import dev.sluice.update.apply.PatchApplication;
import dev.sluice.update.apply.PatchFiles;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.memory.UpdateMemory;
import dev.sluice.update.order.PatchStart;
import dev.sluice.update.plan.Fallback;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.HealthResult;
import dev.sluice.update.port.UpdateEvent;
import dev.sluice.update.port.UpdateEvent.Answer;
import dev.sluice.update.settings.HealthPolicy;
import dev.sluice.update.settings.InPlacePolicy;
import dev.sluice.update.settings.PatchPieces;
import dev.sluice.update.settings.UpdateSettings;
import dev.sluice.update.stored.UpdateMemoryCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// A device in memory: drives the machine, performs its effects, and can lose its power anywhere.
public final class FakeDevice {
  /// Who it is.
  public static final DeviceId DEVICE = new DeviceId("device-001");

  /// How long a version may take until it is healthy.
  public static final Duration DEADLINE = Duration.ofMinutes(1);

  /// The pause before each look at its health.
  public static final Duration INTERVAL = Duration.ofSeconds(10);

  /// Where it stands.
  public static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  private static final Duration ANY_WORK = Duration.ofDays(1);
  private static final PatchPieces PIECES = new PatchPieces(1 << 10, 2 << 10);
  /// What it notes before a switch.
  public static final String MARK = "not touched yet";

  private static final int MAX_STEPS = 10_000;

  private final VirtualClock clock;
  private final RandomGenerator chance;
  private final FakeEdge edge;
  private final byte[] trustAnchor;
  private final UpdateMachine machine;
  private final Installer kind;

  // What survives a power cut.
  private final Map<String, byte[]> metadata = new HashMap<>();
  private final Map<LocalFile, byte[]> files = new HashMap<>();
  private final Map<ConfirmationKey, Confirmation> confirmations = new LinkedHashMap<>();
  private byte[] memory = UpdateMemoryCodec.encode(UpdateMemory.empty());
  private byte[] previous = new byte[0];
  private byte[] journal = new byte[0];

  /// What the program has read last; it outlives the agent, and reads nothing by itself.
  private byte[] loaded = new byte[0];

  /// What is derived from a set of flags, which the program reads.
  private byte[] derived = new byte[0];

  // What a test looks at.
  private final List<String> log = new ArrayList<>();
  private final List<Optional<TraceParent>> traces = new ArrayList<>();
  private final List<List<Running>> reports = new ArrayList<>();
  private final List<DeviceFlags> flags = new ArrayList<>();
  private int reloads;
  private final List<UpdateStep> steps = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();
  private boolean deliversReports = true;
  private boolean isDiskFull;
  private String obstacle = "";
  private long diskBytes = Long.MAX_VALUE;
  private long room = Long.MAX_VALUE;
  private int overwritesLeft = Integer.MAX_VALUE;
  private int overwriteFailures;
  private long effectsLeft = Long.MAX_VALUE;
  private final Set<Digest> sick = new HashSet<>();
  private final Set<Digest> unreadable = new HashSet<>();
  private int looksUntilHealthy;
  private final List<Instant> switches = new ArrayList<>();
  private int restoreFailures;
  private boolean failsAfterInstall;
  private int installFailures;
  private final List<Effect.CheckHealth> looks = new ArrayList<>();

  private final List<Effect.AdvancePatch> advances = new ArrayList<>();
  private final List<PatchStart> starts = new ArrayList<>();

  // What does not survive.
  private PatchApplication application = new PatchApplication(new Files());
  private final Deque<UpdateEvent> answers = new ArrayDeque<>();
  private UpdateState state;
  private Instant wakeAt = Instant.MAX;

  /// A device that was never updated.
  public FakeDevice(VirtualClock clock, RandomGenerator chance, FakeEdge edge, byte[] trustAnchor) {
    this(clock, chance, edge, trustAnchor, 16 << 20, DeviceAttributes.none());
  }

  /// A device with a memory budget and attributes of its own, which cuts patches into parts of 1
  /// KiB
  /// and keeps a checkpoint after each 2 KiB of a result.
  public FakeDevice(
      VirtualClock clock,
      RandomGenerator chance,
      FakeEdge edge,
      byte[] trustAnchor,
      long maxMemoryBytes,
      DeviceAttributes attributes) {
    this(
        clock,
        chance,
        edge,
        trustAnchor,
        maxMemoryBytes,
        ANY_WORK,
        attributes,
        InPlacePolicy.NEVER,
        new HealthPolicy.None(),
        Installer.FILE);
  }

  /// A device that has patches work for so long at most.
  public static FakeDevice withMaxWork(
      VirtualClock clock,
      RandomGenerator chance,
      FakeEdge edge,
      byte[] trustAnchor,
      Duration maxWork) {
    return new FakeDevice(
        clock,
        chance,
        edge,
        trustAnchor,
        16 << 20,
        maxWork,
        DeviceAttributes.none(),
        InPlacePolicy.NEVER,
        new HealthPolicy.None(),
        Installer.FILE);
  }

  /// A device whose program reads a document when its reload hook runs.
  public static FakeDevice ofDocuments(
      VirtualClock clock,
      RandomGenerator chance,
      FakeEdge edge,
      byte[] trustAnchor,
      Installer kind,
      HealthPolicy health) {
    return new FakeDevice(
        clock,
        chance,
        edge,
        trustAnchor,
        16 << 20,
        ANY_WORK,
        DeviceAttributes.none(),
        InPlacePolicy.NEVER,
        health,
        kind);
  }

  /// A device that checks health after a switch, and perhaps applies patches in place when it is
  /// short of room.
  public static FakeDevice withHealthCheck(
      VirtualClock clock,
      RandomGenerator chance,
      FakeEdge edge,
      byte[] trustAnchor,
      InPlacePolicy inPlace) {
    return new FakeDevice(
        clock,
        chance,
        edge,
        trustAnchor,
        16 << 20,
        ANY_WORK,
        DeviceAttributes.none(),
        inPlace,
        new HealthPolicy.Within(DEADLINE, INTERVAL),
        Installer.FILE);
  }

  /// A device that applies patches in place when it is short of room.
  public static FakeDevice whenShort(
      VirtualClock clock, RandomGenerator chance, FakeEdge edge, byte[] trustAnchor) {
    return new FakeDevice(
        clock,
        chance,
        edge,
        trustAnchor,
        16 << 20,
        ANY_WORK,
        DeviceAttributes.none(),
        InPlacePolicy.WHEN_SHORT,
        new HealthPolicy.None(),
        Installer.FILE);
  }

  private FakeDevice(
      VirtualClock clock,
      RandomGenerator chance,
      FakeEdge edge,
      byte[] trustAnchor,
      long maxMemoryBytes,
      Duration maxWork,
      DeviceAttributes attributes,
      InPlacePolicy inPlace,
      HealthPolicy health,
      Installer kind) {
    this.clock = clock;
    this.chance = chance;
    this.edge = edge;
    this.trustAnchor = trustAnchor.clone();
    this.kind = kind;
    this.machine =
        new UpdateMachine(
            new UpdateSettings(
                DEVICE,
                1,
                FakeFleet.PRODUCT,
                attributes,
                Duration.ofHours(1),
                maxMemoryBytes,
                maxWork,
                PIECES,
                inPlace,
                health,
                ZONE,
                kind));
    this.state = restored();
  }

  /// Goes on as another device of the same settings stands: with what is on its disk, at rest.
  public void takeOver(FakeDevice other) {
    assertAtRest(other);
    metadata.putAll(other.metadata);
    files.putAll(other.files);
    confirmations.putAll(other.confirmations);
    switches.addAll(other.switches);
    memory = other.memory;
    previous = other.previous;
    journal = other.journal;
    loaded = other.loaded;
    derived = other.derived;
    state = other.state;
    wakeAt = other.wakeAt;
  }

  private static void assertAtRest(FakeDevice device) {
    if (!device.state.isIdle() || !device.answers.isEmpty()) {
      throw new AssertionError("expected a device at rest: " + device.log);
    }
  }

  /// The power was cut.
  public static final class PowerCut extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /// Cuts the power before this many more effects have been performed.
  public void cutPowerAfter(long effects) {
    effectsLeft = effects;
  }

  /// Starts, for the first time or after a power cut, and goes on until nothing is under way.
  public void start() {
    state = restored();
    application = new PatchApplication(new Files());
    answers.clear();
    effectsLeft = Math.max(effectsLeft, 0);
    send(new UpdateEvent.Started());
  }

  /// Starts after a power cut, and cuts the power again, at random, before the power stays.
  ///
  /// @param tries how many starts may be cut
  /// @param least fewest effects before a cut
  /// @param most most effects before a cut
  /// @return whether the last start was cut, so that the device is off
  public boolean startWithCuts(Seeded seeded, int tries, int least, int most) {
    boolean isCut = true;
    for (int i = 0; isCut && i < tries; i++) {
      cutPowerAfter(seeded.between(least, most));
      try {
        start();
        isCut = false;
      } catch (PowerCut e) {
        isCut = true;
      }
    }
    cutPowerAfter(Long.MAX_VALUE);
    return isCut;
  }

  /// Lets something happen and goes on until nothing is under way.
  public void send(UpdateEvent event) {
    step(event);
    settle();
  }

  /// Lets something happen and performs only its own effects.
  public void step(UpdateEvent event) {
    Transition transition = machine.apply(state, event, clock.instant(), chance);
    transition.effects().forEach(this::perform);
    state = transition.state();
  }

  /// Handles the next answer.
  ///
  /// @return whether there was one
  public boolean answer() {
    UpdateEvent next = answers.poll();
    if (next != null) {
      step(next);
    }
    return next != null;
  }

  /// Goes on until nothing is under way; pauses pass at once.
  public void settle() {
    for (int i = 0; i < MAX_STEPS; i++) {
      if (!answer()) {
        if (state.isIdle()) {
          return;
        }
        sleep();
      }
    }
    throw new AssertionError("the device does not come to rest: " + log);
  }

  /// Waits for the moment that the machine asked for, and goes on until nothing is under way.
  public void awaitWake() {
    sleep();
    settle();
  }

  private void sleep() {
    if (wakeAt.isAfter(clock.instant())) {
      clock.set(wakeAt);
    }
    step(new UpdateEvent.Woken());
  }

  /// The installed file; empty if there is none.
  public byte[] installed() {
    return files.getOrDefault(new LocalFile.Installed(), new byte[0]).clone();
  }

  /// Somebody else writes the installed file.
  public void setInstalled(byte[] bytes) {
    files.put(new LocalFile.Installed(), bytes.clone());
  }

  /// The file that was installed before.
  public byte[] previous() {
    return previous.clone();
  }

  /// Fills or frees the disk; the machine's memory always fits.
  public void setDiskFull(boolean isFull) {
    isDiskFull = isFull;
  }

  /// Lets nothing be put beside the installed file, for this reason; for none if it is empty.
  public void setObstacle(String reason) {
    obstacle = reason;
  }

  /// Lets all files together, the previous copy and the journal included, have so many bytes.
  public void limitDisk(long bytes) {
    diskBytes = bytes;
  }

  /// Lets the device believe that it has no more room than this, whatever it really has.
  public void setRoom(long bytes) {
    room = bytes;
  }

  /// Lets the installed file take so many writes, and refuse so many after them.
  public void failOverwrites(int after, int times) {
    overwritesLeft = after;
    overwriteFailures = times;
  }

  /// Lets the artifact with this digest never be healthy.
  public void sicken(Digest artifact) {
    sick.add(artifact);
  }

  /// Lets the program refuse to read the document with this digest.
  public void spoil(Digest document) {
    unreadable.add(document);
  }

  /// Lets the program read every document again.
  public void mend() {
    unreadable.clear();
    sick.clear();
  }

  /// What was derived from the installed set of flags.
  public byte[] derived() {
    return derived.clone();
  }

  /// Somebody else changes what was derived.
  public void setDerived(byte[] bytes) {
    derived = bytes.clone();
  }

  /// How often the reload hook ran.
  public int reloads() {
    return reloads;
  }

  /// What was reported of flags so far.
  public List<DeviceFlags> flags() {
    return flags;
  }

  /// What the program has read last.
  public byte[] loaded() {
    return loaded.clone();
  }

  /// Lets so many looks find an unhealthy version before they find a healthy one.
  public void setLooksUntilHealthy(int looksUntil) {
    looksUntilHealthy = looksUntil;
  }

  /// Lets the previous file not be put back so many times.
  public void failRestores(int times) {
    restoreFailures = times;
  }

  /// Lets nothing be put in the place of the installed file so many times.
  public void failInstalls(int times) {
    installFailures = times;
  }

  /// Lets the disk fail once, after it has put the artifact in place.
  public void failAfterInstall() {
    failsAfterInstall = true;
  }

  /// Somebody else changes the previous file.
  public void setPrevious(byte[] bytes) {
    previous = bytes.clone();
  }

  /// When it replaced or overwrote the installed file.
  public List<Instant> switches() {
    return switches;
  }

  /// The looks at the health of the installed version so far.
  public List<Effect.CheckHealth> looks() {
    return looks;
  }

  /// Whether the journal of an application in place has anything in it.
  public boolean hasJournal() {
    return journal.length > 0;
  }

  /// The confirmations that were sent, once each.
  public List<Confirmation> confirmations() {
    return List.copyOf(confirmations.values());
  }

  /// The trace of each confirmation that was sent, repetitions included.
  public List<Optional<TraceParent>> traces() {
    return traces;
  }

  /// The steps that were reported, each once.
  public List<UpdateStep> steps() {
    return steps;
  }

  /// Lets reports reach the hub or not.
  public void deliverReports(boolean isDelivered) {
    deliversReports = isDelivered;
  }

  /// The log lines so far.
  public List<String> log() {
    return log;
  }

  /// The reports so far.
  public List<List<Running>> reports() {
    return reports;
  }

  /// Why events were ignored so far.
  public List<String> ignored() {
    return ignored;
  }

  /// What is stored.
  public UpdateMemory memory() {
    try {
      return UpdateMemoryCodec.decode(memory);
    } catch (MalformedJsonException e) {
      throw new AssertionError(e);
    }
  }

  /// The downloads on disk.
  public long downloads() {
    return files.keySet().stream().filter(f -> !(f instanceof LocalFile.Installed)).count();
  }

  /// A file on disk, if it is there.
  public Optional<byte[]> file(LocalFile file) {
    return Optional.ofNullable(files.get(file)).map(byte[]::clone);
  }

  /// Somebody else, or a failing disk, changes a file.
  public void setFile(LocalFile file, byte[] bytes) {
    files.put(file, bytes.clone());
  }

  /// The orders to advance a patch so far.
  public List<Effect.AdvancePatch> advances() {
    return advances;
  }

  /// From where patches were applied so far, one for each order.
  public List<PatchStart> starts() {
    return starts;
  }

  /// When the machine wants to be woken.
  public Instant wakeAt() {
    return wakeAt;
  }

  /// The state now.
  public UpdateState state() {
    return state;
  }

  private UpdateState restored() {
    return UpdateState.starting(
        memory(), TrustedMetadata.restore(trustAnchor, metadata).orElseThrow());
  }

  private void perform(Effect effect) {
    spend();
    switch (effect) {
      case Effect.Persist(var newMemory) -> memory = UpdateMemoryCodec.encode(newMemory);
      case Effect.StoreMetadata(var name, var content) -> metadata.put(name, content.bytes());
      case Effect.Fetch fetch -> answers.add(edge.answer(fetch));
      case Effect.DigestFile digest -> answers.add(digest(digest));
      case Effect.DigestSlices digest -> answers.add(digestSlices(digest));
      case Effect.Write write -> answers.add(write(write));
      case Effect.AdvancePatch advance -> answers.add(advance(advance));
      case Effect.Install install -> {
        switches.add(clock.instant());
        answers.add(install(install));
      }
      case Effect.LookBefore(var request) -> answers.add(lookBefore(request));
      case Effect.CheckHealth check -> answers.add(checkHealth(check));
      case Effect.Reload reload -> answers.add(reload(reload));
      case Effect.Restore(var request) -> answers.add(restore(request));
      case Effect.MeasureRoom measure -> answers.add(measure(measure));
      case Effect.DropPrevious _ -> {
        previous = new byte[0];
        journal = new byte[0];
      }
      case Effect.ApplyInPlace apply -> {
        switches.add(clock.instant());
        answers.add(applyInPlace(apply));
      }
      case Effect.DropInstalled _ -> {
        files.remove(new LocalFile.Installed());
        journal = new byte[0];
      }
      case Effect.KeepDownloads(var kept) -> keep(kept);
      case Effect.SendConfirmation(var confirmation, var trace) -> {
        confirmations.putIfAbsent(confirmation.confirmationKey(), confirmation);
        traces.add(trace);
      }
      case Effect.SendReport(var running, var switched, var told) -> {
        reports.add(running);
        flags.add(switched);
        told.stream().filter(step -> !steps.contains(step)).forEach(steps::add);
        if (!told.isEmpty() && deliversReports) {
          answers.add(new UpdateEvent.Reported(told.getLast().number()));
        }
      }
      case Effect.WakeAt(var at) -> wakeAt = at;
      case Effect.Log(var severity, var message, var details) ->
          log.add(severity + " " + message + pairs(details));
      case Effect.Ignore(var reason) -> ignored.add(reason);
    }
  }

  private static String pairs(Map<String, String> details) {
    return details.entrySet().stream()
        .map(detail -> " %s=\"%s\"".formatted(detail.getKey(), detail.getValue()))
        .collect(Collectors.joining());
  }

  private void spend() {
    if (effectsLeft-- <= 0) {
      effectsLeft = Long.MAX_VALUE;
      throw new PowerCut();
    }
  }

  private void keep(Set<LocalFile> kept) {
    application.keepOnly(kept);
    files.keySet().removeIf(file -> !(file instanceof LocalFile.Installed) && !kept.contains(file));
  }

  private Answer digest(Effect.DigestFile effect) {
    byte[] bytes =
        effect.file() instanceof LocalFile.Previous
            ? (previous.length == 0 ? null : previous)
            : files.get(effect.file());
    return bytes == null
        ? new UpdateEvent.Missing(effect.request())
        : new UpdateEvent.Digested(effect.request(), Digest.sha256(bytes), bytes.length);
  }

  private Answer digestSlices(Effect.DigestSlices effect) {
    byte[] bytes = files.getOrDefault(effect.file(), new byte[0]);
    List<Digest> digests = new ArrayList<>();
    int length = (int) effect.sliceLengthBytes();
    for (int i = 0; i < SliceList.sliceCount(length, bytes.length); i++) {
      digests.add(
          Digest.sha256(
              Arrays.copyOfRange(bytes, i * length, Math.min(bytes.length, (i + 1) * length))));
    }
    return new UpdateEvent.SlicesDigested(effect.request(), digests);
  }

  private Answer write(Effect.Write effect) {
    byte[] before = files.getOrDefault(effect.file(), new byte[0]);
    byte[] content = effect.content().bytes();
    int end = (int) effect.offset() + content.length;
    byte[] after = Arrays.copyOf(before, Math.max(before.length, end));
    if (isDiskFull || after.length - before.length > freeBytes()) {
      return new UpdateEvent.DiskFailed(effect.request(), "No space left on device");
    }
    System.arraycopy(content, 0, after, (int) effect.offset(), content.length);
    files.put(effect.file(), after);
    return new UpdateEvent.Done(effect.request());
  }

  private Answer advance(Effect.AdvancePatch effect) {
    advances.add(effect);
    try {
      UpdateEvent.PatchAdvanced answer = application.advance(effect);
      starts.add(answer.start());
      return answer;
    } catch (IOException e) {
      return new UpdateEvent.DiskFailed(effect.request(), String.valueOf(e.getMessage()));
    }
  }

  /// The device's files, as the patcher sees them. The power may go before anything is durable.
  private final class Files implements PatchFiles {
    @Override
    public SeekableByteChannel openToRead(LocalFile file) throws IOException {
      if (!files.containsKey(file)) {
        throw new NoSuchFileException(file.toString());
      }
      return channel(file);
    }

    @Override
    public SeekableByteChannel openToWrite(LocalFile file) {
      files.putIfAbsent(file, new byte[0]);
      return channel(file);
    }

    private SeekableByteChannel channel(LocalFile file) {
      return new StoredChannel(
          () -> files.getOrDefault(file, new byte[0]),
          bytes -> {
            requireRoom(bytes.length - files.getOrDefault(file, new byte[0]).length);
            files.put(file, bytes);
          });
    }

    @Override
    public SeekableByteChannel openScratch(long lengthBytes) {
      return MemoryChannel.withRoom(lengthBytes);
    }

    @Override
    public void sync(LocalFile file) {
      spend();
    }

    @Override
    public Optional<byte[]> find(LocalFile.Checkpoint file, int maxBytes) {
      return Optional.ofNullable(files.get(file));
    }

    @Override
    public void replace(LocalFile.Checkpoint file, byte[] content) throws IOException {
      spend();
      requireRoom(content.length);
      files.put(file, content);
    }
  }

  private void requireRoom(long bytes) throws IOException {
    if (isDiskFull || bytes > freeBytes()) {
      throw new IOException("No space left on device");
    }
  }

  private long freeBytes() {
    long used = (long) previous.length + journal.length;
    for (byte[] file : files.values()) {
      used += file.length;
    }
    return diskBytes - used;
  }

  private Answer measure(Effect.MeasureRoom effect) {
    long growth = freeBytes();
    for (LocalFile file : effect.files()) {
      growth += files.getOrDefault(file, new byte[0]).length;
    }
    return new UpdateEvent.RoomMeasured(
        effect.request(),
        Math.min(room, growth),
        Math.min(room, growth + previous.length),
        obstacle);
  }

  private Answer applyInPlace(Effect.ApplyInPlace effect) {
    byte[] patch = files.getOrDefault(effect.order().patchFile(), new byte[0]);
    long growth = effect.order().resultLengthBytes() - installed().length;
    return InPlaceApplication.apply(
        effect,
        new FakeStorage(
            this::installed,
            bytes -> {
              spend();
              if (overwritesLeft-- <= 0 && overwriteFailures-- > 0) {
                throw new IOException("Input/output error");
              }
              requireRoom(bytes.length - installed().length);
              files.put(new LocalFile.Installed(), bytes);
            }),
        new FakeStorage(
            () -> journal,
            bytes -> {
              spend();
              requireRoom(bytes.length - journal.length);
              journal = bytes;
            }),
        () -> new ByteArrayInputStream(patch),
        freeBytes() + journal.length - Math.max(0, growth));
  }

  private Answer lookBefore(long request) {
    byte[] bytes = files.get(new LocalFile.Installed());
    return new UpdateEvent.LookedBefore(
        request,
        bytes == null ? new Fallback.Nothing() : new Fallback.Previous(Digest.sha256(bytes)),
        MARK);
  }

  private Answer checkHealth(Effect.CheckHealth effect) {
    looks.add(effect);
    byte[] read = kind == Installer.FLAGS ? loaded : installed();
    boolean isHealthy = !sick.contains(Digest.sha256(read)) && looksUntilHealthy-- <= 0;
    return new UpdateEvent.HealthChecked(
        effect.request(),
        isHealthy
            ? new HealthResult.Healthy()
            : new HealthResult.Unhealthy("status must be 2xx, got 500"),
        Duration.ofSeconds(1));
  }

  private Answer reload(Effect.Reload effect) {
    byte[] document = installed();
    if (kind == Installer.FLAGS) {
      try {
        document = FlagsDocument.switchedOff(document, effect.flagsOff());
      } catch (MalformedJsonException e) {
        throw new AssertionError(e);
      }
      if (effect.onlyIfChanged() && Arrays.equals(document, derived)) {
        return new UpdateEvent.Reloaded(effect.request(), new HealthResult.Healthy());
      }
      derived = document;
      spend();
    }
    reloads++;
    if (unreadable.contains(Digest.sha256(document))) {
      return new UpdateEvent.Reloaded(
          effect.request(), new HealthResult.Unhealthy("reload: exit code must be 0, got 1"));
    }
    loaded = document;
    return new UpdateEvent.Reloaded(effect.request(), new HealthResult.Healthy());
  }

  private Answer restore(long request) {
    if (previous.length == 0 || restoreFailures-- > 0) {
      return new UpdateEvent.DiskFailed(request, "Input/output error");
    }
    files.put(new LocalFile.Installed(), previous);
    previous = new byte[0];
    return new UpdateEvent.Done(request);
  }

  private Answer install(Effect.Install effect) {
    byte[] bytes = files.get(new LocalFile.Artifact(effect.artifact()));
    if (bytes == null || isDiskFull) {
      return new UpdateEvent.DiskFailed(effect.request(), "No space left on device");
    }
    if (installFailures-- > 0) {
      return new UpdateEvent.DiskFailed(effect.request(), "Operation not permitted");
    }
    files.remove(new LocalFile.Artifact(effect.artifact()));
    previous = installed();
    files.put(new LocalFile.Installed(), bytes);
    if (failsAfterInstall) {
      failsAfterInstall = false;
      return new UpdateEvent.DiskFailed(effect.request(), "Input/output error");
    }
    return new UpdateEvent.Done(effect.request());
  }
}
