package dev.sluice.stack.process;

import java.net.URI;

/// Where the processes of a site find each other, and what stands outside of it.
///
/// A process is called as its folder is: `publisher`, `edge-1`, `device-3`.
public interface Places {
  /// What programs listen on.
  String bindAddress();

  /// Where others reach a process.
  String host(String process);

  /// A port of a process.
  ///
  /// @param use `api`, `admin`, `http` or `mqtt`
  int port(String process, String use);

  /// Section `kafka` of a program, as a YAML flow mapping.
  String kafka();

  /// The S3 server.
  URI store();

  /// Host, port and, where it speaks it, TLS of the stamp's broker: entries of a YAML flow mapping.
  String broker();
}
