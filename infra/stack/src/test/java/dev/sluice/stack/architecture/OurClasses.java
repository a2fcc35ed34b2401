package dev.sluice.stack.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/// The compiled classes that the rules look at, read once.
final class OurClasses {
  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.sluice");

  private OurClasses() {}

  /// Every class of every module on the class path, without tests.
  static JavaClasses production() {
    return PRODUCTION;
  }

  /// Classes that break the rules on purpose.
  static JavaClasses offenders() {
    return new ClassFileImporter().importPackages("dev.sluice.stack.architecture.offender");
  }
}
