package dev.sluice.program;

import dev.sluice.program.admin.AdminConfig;
import dev.sluice.program.trace.TracingConfig;

/// The sections that every program's configuration record has.
public interface ProgramConfig {
  /// Section `admin`: where health and metrics are served.
  AdminConfig admin();

  /// Section `tracing`: where traces go.
  TracingConfig tracing();
}
