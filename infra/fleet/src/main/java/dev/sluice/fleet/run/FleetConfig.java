package dev.sluice.fleet.run;

import dev.sluice.fleet.device.Behaviour;
import dev.sluice.fleet.device.FleetModel;
import dev.sluice.fleet.device.TagShare;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.program.config.Share;
import dev.sluice.release.ProductName;
import java.time.Duration;
import java.util.List;

/// What a fleet of light devices needs.
///
/// @param kafka the queue of a running pipeline
/// @param devices how many
/// @param seed equal seeds give equal fleets, keys included
/// @param prefix what the devices' ids begin with
/// @param product of which releases they take
/// @param tags which share of them has which tag; the standard policy knows `canary`
/// @param hardware values of their attribute `hardware`; empty gives them none
/// @param failures share of the installations that end badly
/// @param latency how long half of the installations take at most
/// @param latencySpread by which factor of it five in six stay below
/// @param off share of the devices that are off for ever
/// @param churn share of the devices that come and go
/// @param onTime how long these are on at a time
/// @param offTime how long these are off at a time
public record FleetConfig(
    @Describe("where the queue is") KafkaConnection kafka,
    @Describe("how many devices, up to 1048576") @Default("1000") int devices,
    @Describe("equal seeds give equal fleets, keys included") @Default("1") long seed,
    @Describe("what the devices' ids begin with") @Default("light") String prefix,
    @Describe("of which product they take releases") @Default("demo") ProductName product,
    @Describe("tags and their shares") @Default("canary=1%") List<TagShare> tags,
    @Describe("values of the attribute hardware, drawn evenly") List<String> hardware,
    @Describe("share of the installations that end badly") @Default("0%") Share failures,
    @Describe("how long half of the installations take at most") @Default("30s") Duration latency,
    @Describe("by which factor of the latency five in six stay below") @Default("2")
        double latencySpread,
    @Describe("share of the devices that are off for ever") @Default("0%") Share off,
    @Describe("share of the devices that come and go") @Default("0%") Share churn,
    @Describe("how long these are on at a time") @Default("16h") Duration onTime,
    @Describe("how long these are off at a time") @Default("8h") Duration offTime) {
  /// Checks the ranges.
  public FleetConfig {
    tags = List.copyOf(tags);
    hardware = List.copyOf(hardware);
    var behaviour =
        new Behaviour(
            failures.ppm(), latency, latencySpread, off.ppm(), churn.ppm(), onTime, offTime);
    var _ = new FleetModel(devices, prefix, seed, product, tags, hardware, behaviour);
  }

  /// What the devices are like.
  public FleetModel model() {
    var behaviour =
        new Behaviour(
            failures.ppm(), latency, latencySpread, off.ppm(), churn.ppm(), onTime, offTime);
    return new FleetModel(devices, prefix, seed, product, tags, hardware, behaviour);
  }
}
