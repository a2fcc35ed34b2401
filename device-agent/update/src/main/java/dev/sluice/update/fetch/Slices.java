package dev.sluice.update.fetch;

import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.release.ObjectPaths;
import dev.sluice.release.SliceList;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.confirm.Ending;
import dev.sluice.update.fetch.FetchPhase.CheckingSlices;
import dev.sluice.update.fetch.FetchPhase.FetchingSlice;
import dev.sluice.update.fetch.FetchPhase.FetchingSliceList;
import dev.sluice.update.fetch.FetchPhase.MeasuringWhole;
import dev.sluice.update.file.ByteRange;
import dev.sluice.update.file.Content;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.Effect.Severity;
import dev.sluice.update.port.UpdateEvent.Examined;
import dev.sluice.update.port.UpdateEvent.RoomMeasured;
import dev.sluice.update.port.UpdateEvent.SlicesDigested;
import dev.sluice.update.turn.Move;
import dev.sluice.update.turn.Next;
import dev.sluice.update.turn.Origin;
import dev.sluice.update.turn.Request.Bytes;
import dev.sluice.update.turn.Turn;
import dev.sluice.update.verify.DigestCheck;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Brings an artifact as it is, slice by slice; only slices that are missing or wrong are fetched.
final class Slices {
  private Slices() {}

  static Move<FetchPhase> begin(Turn turn, Plan plan) {
    return turn.with(new Effect.KeepDownloads(Set.of(plan.file())))
        .order(
            new MeasuringWhole(plan),
            number -> new Effect.MeasureRoom(number, Set.of(plan.file())));
  }

  static Move<FetchPhase> measured(Turn turn, MeasuringWhole phase, RoomMeasured room) {
    Plan plan = phase.plan();
    long needed = plan.artifact().lengthBytes();
    if (needed > room.withoutPreviousBytes()) {
      return Fetching.noRoom(turn, plan, room);
    }
    return fetchList(needed > room.roomBytes() ? Fetching.droppingPrevious(turn) : turn, plan);
  }

  private static Move<FetchPhase> fetchList(Turn turn, Plan plan) {
    long length =
        SliceList.encodedLengthBytes(
            plan.slices().sliceLengthBytes(), plan.artifact().lengthBytes());
    return turn.fetch(
        new FetchingSliceList(plan),
        new Bytes(
            "slice list of " + plan.artifactPath(),
            ObjectPaths.sliceList(plan.slices().sliceList()),
            new ByteRange.Whole(),
            length,
            false));
  }

  static Move<FetchPhase> listFetched(
      Turn turn, FetchingSliceList phase, Bytes want, Content content) {
    Plan plan = phase.plan();
    Digest expected = plan.slices().sliceList();
    if (!content.digest().equals(expected)) {
      return listRefused(turn, phase, want, DigestCheck.mismatch(expected, content.digest()));
    }
    return SliceList.decode(
            plan.slices().sliceLengthBytes(), plan.artifact().lengthBytes(), content.bytes())
        .map(list -> check(turn, plan, list))
        .orElseGet(
            () ->
                Ending.failed(
                    turn, plan, corrupt("the slice list does not fit the artifact's length")));
  }

  static Move<FetchPhase> listRefused(
      Turn turn, FetchingSliceList phase, Bytes want, String reason) {
    return turn.refuse(
        phase,
        want,
        reason,
        refused -> Ending.failed(refused, phase.plan(), corrupt("slice list refused: " + reason)));
  }

  private static Move<FetchPhase> check(Turn turn, Plan plan, SliceList list) {
    return turn.order(
        new CheckingSlices(plan, list),
        number -> new Effect.DigestSlices(number, plan.file(), list.sliceLengthBytes()));
  }

  static Move<FetchPhase> checked(Turn turn, CheckingSlices phase, Examined found) {
    List<Digest> there = found instanceof SlicesDigested slices ? slices.digests() : List.of();
    List<Digest> wanted = phase.list().digests();
    List<Integer> missing =
        IntStream.range(0, wanted.size())
            .filter(i -> i >= there.size() || !there.get(i).equals(wanted.get(i)))
            .boxed()
            .toList();
    Turn logged =
        missing.size() < wanted.size()
            ? turn.log(
                Severity.INFO,
                "resuming the download",
                "slices",
                String.valueOf(wanted.size()),
                "missing",
                String.valueOf(missing.size()))
            : turn;
    return fetch(logged, new FetchingSlice(phase.plan(), phase.list(), missing, 0));
  }

  private static Move<FetchPhase> fetch(Turn turn, FetchingSlice next) {
    Plan plan = next.plan();
    return next.at() == next.missing().size()
        ? turn.go(new Next.CheckResult(plan, Origin.SLICES))
        : turn.fetch(
            next,
            new Bytes(
                "slice " + next.slice() + " of " + plan.artifactPath(),
                ObjectPaths.target(plan.artifactPath(), plan.artifact().digest()),
                next.range(),
                next.range().lengthBytes(),
                false));
  }

  static Move<FetchPhase> fetched(Turn turn, FetchingSlice phase, Bytes want, Content content) {
    Digest expected = phase.list().digests().get(phase.slice());
    if (content.lengthBytes() != phase.range().lengthBytes()) {
      return refused(
          turn, phase, want, Fetching.lengthMismatch(phase.range().lengthBytes(), content));
    }
    if (!content.digest().equals(expected)) {
      return refused(turn, phase, want, DigestCheck.mismatch(expected, content.digest()));
    }
    return turn.order(
        phase,
        number -> new Effect.Write(number, phase.plan().file(), phase.range().start(), content));
  }

  static Move<FetchPhase> refused(Turn turn, FetchingSlice phase, Bytes want, String reason) {
    return turn.refuse(
        phase,
        want,
        reason,
        refused ->
            Ending.failed(refused, phase.plan(), corrupt(want.name() + " refused: " + reason)));
  }

  static Move<FetchPhase> written(Turn turn, FetchingSlice phase) {
    return fetch(
        turn, new FetchingSlice(phase.plan(), phase.list(), phase.missing(), phase.at() + 1));
  }

  private static OutcomeReason corrupt(String text) {
    return Ending.reason(OutcomeReason.Code.CORRUPT, OutcomeReason.Step.FETCH, text);
  }
}
