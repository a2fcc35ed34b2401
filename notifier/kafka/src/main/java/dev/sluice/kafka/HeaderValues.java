package dev.sluice.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;

/// Reads the values of a record's headers. Kafka lets a header have none, which is read as empty.
final class HeaderValues {
  private HeaderValues() {}

  static byte[] bytes(Header header) {
    byte[] value = header.value();
    return value == null ? new byte[0] : value;
  }

  static String text(Header header) {
    return new String(bytes(header), StandardCharsets.UTF_8);
  }
}
