package dev.sluice.publisher.store;

import java.io.IOException;

/// The store forbids a part, as it does once its URL has run out; a fresh one may do.
public final class ExpiredTicketException extends IOException {
  private static final long serialVersionUID = 1;

  ExpiredTicketException(String message) {
    super(message);
  }
}
