package dev.sluice.signer.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.program.remote.Table;
import dev.sluice.repository.state.RoleStatus;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/// How roles stand, for people and for programs.
record StatusTable(List<RoleStatus> roles, Instant now) {
  private static final int SHORT_ID = 12;

  /// One role a row.
  Table table() {
    var table =
        new Table(
            "ROLE", "VERSION", "EXPIRES", "DAYS LEFT", "THRESHOLD", "KEYS", "SIGNS HERE", "FULL");
    for (RoleStatus role : roles) {
      table.row(
          role.role(),
          role.version(),
          role.expires(),
          role.hasExpired(now) ? "expired" : role.daysLeft(now),
          role.threshold() + " of " + role.keys().size(),
          role.keys().stream()
              .map(key -> key.id().substring(0, Math.min(SHORT_ID, key.id().length())))
              .collect(Collectors.joining(" ")),
          role.canSignHere()
              ? "yes"
              : "no, %d of %d keys".formatted(role.keysHere(), role.threshold()),
          role.percentFull() + " %");
    }
    return table;
  }

  /// All of it.
  JsonNode json() {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    for (RoleStatus role : roles) {
      ObjectNode row = rows.addObject();
      row.put("role", role.role())
          .put("version", role.version())
          .put("expires", role.expires().toString())
          .put("daysLeft", role.daysLeft(now))
          .put("expired", role.hasExpired(now))
          .put("threshold", role.threshold())
          .put("signsHere", role.canSignHere())
          .put("sizeBytes", role.sizeBytes())
          .put("percentFull", role.percentFull());
      ArrayNode keys = row.putArray("keys");
      role.keys()
          .forEach(
              key ->
                  keys.addObject()
                      .put("id", key.id())
                      .put("scheme", key.scheme())
                      .put("here", key.isHere()));
    }
    return rows;
  }

  /// Whether any role is no longer to be trusted.
  boolean hasExpired() {
    return roles.stream().anyMatch(role -> role.hasExpired(now));
  }
}
