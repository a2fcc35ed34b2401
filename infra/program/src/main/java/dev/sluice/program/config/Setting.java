package dev.sluice.program.config;

/// One value in force.
///
/// @param key as `http.port`
/// @param shown the value; secrets are masked
/// @param origin where it came from: `default`, `edge.yaml:12`, `SLUICE_EDGE_HTTP_PORT`, `--set
///     http.port`
public record Setting(String key, String shown, String origin) {}
