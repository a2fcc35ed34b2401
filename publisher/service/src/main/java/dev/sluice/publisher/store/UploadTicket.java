package dev.sluice.publisher.store;

import java.net.URI;
import java.util.List;
import java.util.Map;

/// The permission to upload one file, part by part, without credentials.
///
/// @param path the object that it becomes
/// @param uploadId the store's name for the upload
/// @param parts one for each part of the file, ascending
public record UploadTicket(String path, String uploadId, List<PartState> parts) {
  /// Copies.
  public UploadTicket {
    parts = List.copyOf(parts);
  }

  /// How many parts the store has.
  public long sentParts() {
    return parts.stream().filter(SentPart.class::isInstance).count();
  }

  /// Its URLs are secrets while they last.
  @Override
  public String toString() {
    return "upload of " + path + " in " + parts.size() + " parts";
  }

  /// How it stands with one part.
  public sealed interface PartState {
    /// Which part.
    UploadPart part();
  }

  /// The store has the part from an upload that was cut off.
  ///
  /// @param part which part
  /// @param entityTag what the store answered to it
  public record SentPart(UploadPart part, String entityTag) implements PartState {}

  /// The permission to send one part with an HTTP `PUT`.
  ///
  /// @param part which part
  /// @param url where to; a secret while it lasts
  /// @param headers that have to be sent, because the signature covers them
  public record PartTicket(UploadPart part, URI url, Map<String, String> headers)
      implements PartState {
    /// Copies.
    public PartTicket {
      headers = Map.copyOf(headers);
    }

    /// Without the URL.
    @Override
    public String toString() {
      return "ticket for " + part;
    }
  }
}
